package dev.yadori.virtctl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The user's terminal, if there is one, in raw mode for as long as it is open: each key goes to the guest, none is acted on here. */
final class Terminal implements AutoCloseable {
    private final String before;

    private Terminal(String before) {
        this.before = before;
    }

    /** Empty where the input is no terminal, as in a pipe: then there is nothing to set. */
    static Optional<Terminal> raw() throws IOException {
        var before = stty("-g");
        if (before.isEmpty()) {
            return Optional.empty();
        }
        var terminal = new Terminal(before.get());
        stty("raw", "-echo");
        return Optional.of(terminal);
    }

    @Override
    public void close() throws IOException {
        stty(before);
    }

    /** What stty prints; empty where it fails, which it does where there is no terminal. */
    private static Optional<String> stty(String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add("stty");
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the terminal was set", e);
        }
    }
}
