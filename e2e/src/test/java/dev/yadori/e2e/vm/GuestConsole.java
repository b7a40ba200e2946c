package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The serial console of a guest, through virtctl as a user has it. */
final class GuestConsole implements AutoCloseable {
    private static final Path VIRTCTL = Path.of("..", "etc", "bin", "virtctl");
    private static final Duration WAIT = Duration.ofMinutes(1);

    private final Process process;
    private final OutputStream typed;
    private final StringBuilder shown = new StringBuilder();
    private final Thread reading;

    private GuestConsole(Process process) {
        this.process = process;
        this.typed = process.getOutputStream();
        this.reading = Thread.ofVirtual().unstarted(() -> read(process.getInputStream()));
    }

    static GuestConsole open(String namespace, String name) throws IOException {
        var process = new ProcessBuilder(VIRTCTL.toString(), "console", "-n", namespace, "--replay", "65536", name)
                .redirectErrorStream(true)
                .start();
        var console = new GuestConsole(process);
        console.reading.start();
        return console;
    }

    boolean isOpen() {
        return process.isAlive();
    }

    void type(String text) throws IOException {
        typed.write(text.getBytes(StandardCharsets.UTF_8));
        typed.flush();
    }

    /** Waits until the console has shown a text, and forgets all up to there. One that has ended is not waited for. */
    void expect(String text) {
        Guests.holds("the console shows «" + text + "»", WAIT, () -> {
            if (reading.isAlive()) {
                assertThat(shown()).contains(text);
            }
        });
        assertThat(shown()).as("what was shown until it ended").contains(text);
        synchronized (shown) {
            shown.delete(0, shown.indexOf(text) + text.length());
        }
    }

    /** Logs in; on a console where a prompt was shown before as well as on a fresh one. */
    void logIn() throws IOException {
        type("\n");
        expect("login: ");
        type("root\n");
        expect("Password: ");
        type(TinyGuest.PASSWORD + "\n");
        expect("# ");
    }

    private String shown() {
        synchronized (shown) {
            return shown.toString();
        }
    }

    @Override
    public void close() throws IOException {
        typed.close();
        process.destroy();
        try {
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("virtctl ends").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(InputStream output) {
        var bytes = new byte[4096];
        try {
            for (int length = output.read(bytes); length >= 0; length = output.read(bytes)) {
                synchronized (shown) {
                    shown.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
