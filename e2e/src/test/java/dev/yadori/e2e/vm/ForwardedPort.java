package dev.yadori.e2e.vm;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A connection to a guest's page through virtctl, virt-api and the guest's network, held open without a word until it is used. */
final class ForwardedPort implements AutoCloseable {
    private final Process process;
    private final BufferedWriter typed;

    private ForwardedPort(Process process) {
        this.process = process;
        this.typed = process.outputWriter(StandardCharsets.UTF_8);
    }

    static ForwardedPort open(String namespace, String name) throws IOException {
        return new ForwardedPort(new ProcessBuilder(
                        "../etc/bin/virtctl", "port-forward", "--stdio", "-n", namespace, "vmi/" + name, "80")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    boolean isOpen() {
        return process.isAlive();
    }

    /** What the guest answers when it is asked for one of its pages. */
    String page(String path) throws IOException {
        typed.write("GET /%s HTTP/1.0\r\n\r\n".formatted(path));
        typed.flush();
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return answer.substring(answer.indexOf("\r\n\r\n") + 1).strip();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
