package dev.yadori.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

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

    /** Runs a command on each of these nodes. */
    public static void onEach(Collection<String> nodes, String... command) {
        for (var node : nodes) {
            control(Stream.concat(Stream.of("exec", node), Stream.of(command)).toArray(String[]::new));
        }
    }

    /** What containerd's ctr can do with the images that kubelet finds on each of these nodes. */
    public static void images(Collection<String> nodes, String... arguments) {
        onEach(
                nodes,
                Stream.concat(Stream.of("/opt/containerd/bin/ctr", "-n", "k8s.io", "images"), Stream.of(arguments))
                        .toArray(String[]::new));
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
