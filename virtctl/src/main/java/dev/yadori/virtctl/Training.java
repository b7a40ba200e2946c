package dev.yadori.virtctl;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Does what users do, in one process and without a cluster, so that a cache of loaded classes can be made from what it used. The
 * script {@code bundle} runs it; nobody else has a use for it.
 */
final class Training {

    /** Nobody listens there. */
    private static final String NOWHERE = """
            apiVersion: v1
            kind: Config
            current-context: c
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: u, user: {token: none}}]
            contexts: [{name: c, context: {cluster: c, user: u, namespace: default}}]
            """;

    private static final List<String> WITH_CLUSTER = List.of(
            "version",
            "start web",
            "pause vm web",
            "guestosinfo web",
            "console web",
            "port-forward --stdio vm/web 22",
            "expose vm web --name web --port 80",
            "migrate-cancel web",
            "why web");

    private static final List<String> WITHOUT_CLUSTER =
            List.of("--help", "version --client", "create vm --volume-containerdisk src:image --user me", "console");

    private Training() {}

    /** Fails only where the program itself does: that nobody answers is what is expected. */
    public static void main(String[] args) throws IOException {
        Main.silenceClient();
        Path kubeconfig = Files.createTempFile("training", ".yaml");
        var standardOutput = System.out;
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)) {
            Files.writeString(kubeconfig, NOWHERE);
            System.setOut(nowhere);
            System.setErr(nowhere);
            WITHOUT_CLUSTER.forEach(Training::run);
            WITH_CLUSTER.forEach(line -> run(line + " --kubeconfig " + kubeconfig));
        } finally {
            System.setOut(standardOutput);
            Files.delete(kubeconfig);
        }
    }

    private static void run(String line) {
        String[] args = line.split(" ", -1);
        var _ = Main.commandLineFor(args).execute(args);
    }
}
