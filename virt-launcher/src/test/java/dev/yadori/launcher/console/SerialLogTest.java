package dev.yadori.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialLogTest {
    private static final int LIMIT = 1000;

    @TempDir
    Path folder;

    @Test
    void logThatIsNotThereHasNoTail() {
        assertThat(log().tail(10)).isEmpty();
    }

    @Test
    void tailIsNoLongerThanAsked() throws IOException {
        Files.writeString(file(), "0123456789");

        assertThat(text(log().tail(3))).isEqualTo("789");
        assertThat(text(log().tail(30))).isEqualTo("0123456789");
    }

    @Test
    void shortLogIsLeftAlone() throws IOException {
        Files.writeString(file(), "0".repeat(LIMIT));

        log().shorten();

        assertThat(file()).hasSize(LIMIT);
    }

    @Test
    void longLogKeepsItsEndAndGrowsOn() throws IOException {
        try (var emulator = Files.newOutputStream(file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            emulator.write(("0".repeat(LIMIT) + "end").getBytes(StandardCharsets.UTF_8));

            log().shorten();
            emulator.write('.');
        }

        assertThat(file()).hasSize(LIMIT / 4 + 1);
        assertThat(Files.readString(file())).endsWith("0end.");
    }

    private SerialLog log() {
        return new SerialLog(file(), LIMIT);
    }

    private Path file() {
        return folder.resolve("log");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
