package dev.yadori.virtctl;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Does what users do, in one process and with servers that are made for it, so that a cache of loaded classes can be made from
 * what it used. The script {@code bundle} runs it; nobody else has a use for it.
 */
final class Training {

    private static final List<String> WITH_CLUSTER = List.of(
            "version",
            "start web",
            "stop web --force --grace-period 0",
            "pause vm web",
            "migrate web",
            "guestosinfo web",
            "console web",
            "port-forward --stdio vm/web 22",
            "expose vm web --name web --port 80",
            "migrate-cancel web",
            "-n lab why web");

    private static final List<String> WITHOUT_CLUSTER = List.of(
            "--help",
            "version --client",
            "create vm --volume-containerdisk src:image --user me",
            "start web --kubeconfig /nowhere",
            "console");

    private Training() {}

    /** The kubeconfigs of the servers; one of them is found by KUBECONFIG too. */
    public static void main(String[] kubeconfigs) {
        var standardOutput = System.out;
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)) {
            System.setOut(nowhere);
            System.setErr(nowhere);
            WITHOUT_CLUSTER.forEach(Training::run);
            WITH_CLUSTER.forEach(Training::run);
            for (String kubeconfig : kubeconfigs) {
                WITH_CLUSTER.forEach(line -> run("--kubeconfig " + kubeconfig + " " + line));
            }
        } finally {
            System.setOut(standardOutput);
        }
    }

    private static void run(String line) {
        var _ = Main.execute(line.split(" ", -1));
    }
}
