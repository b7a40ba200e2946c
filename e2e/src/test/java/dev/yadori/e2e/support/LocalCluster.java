package dev.yadori.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The local cluster's own parts, which a test can break there and nowhere else. */
public final class LocalCluster {
    private LocalCluster() {}

    /** Runs cluster/ctl; elsewhere than on the local cluster the test is left out. */
    public static String control(String... arguments) {
        assumeLocal();
        var command = new ArrayList<String>();
        command.add("../cluster/ctl");
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Puts an archive of an image on all nodes; elsewhere than on the local cluster the test is left out. */
    public static void load(Path archive) {
        assumeLocal();
        run(List.of("../cluster/load-image", archive.toString()));
    }

    /** Elsewhere than on the local cluster the test is left out. */
    public static void assumeLocal() {
        assumeTrue(
                run(List.of("../cluster/kubeconfig")).equals(System.getenv("KUBECONFIG")),
                "this works on parts of the local cluster");
    }

    private static String run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor()).as(command + " said: " + said).isZero();
            return said;
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + command, e);
        }
    }
}
