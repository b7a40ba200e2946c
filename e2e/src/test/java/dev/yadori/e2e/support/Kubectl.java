package dev.yadori.e2e.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** kubectl, as an administrator uses it, on the cluster under test. */
public final class Kubectl {
    private Kubectl() {}

    /** Runs it to its end, however it ends. What it says on either stream is in the output. */
    public static ExecResult run(String... arguments) {
        var command = new ArrayList<String>();
        command.add("../etc/bin/kubectl");
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ExecResult(process.waitFor(), said, "");
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + command, e);
        }
    }
}
