package dev.yadori.launcher.volume.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the host's prlimit and shell. */
class LimitedCommandHostIT {
    private static final long GIBI = 1 << 30;

    private final LimitedCommand commands = new LimitedCommand(GIBI, Duration.ofSeconds(1));

    @BeforeAll
    static void hasPrlimit() {
        assumeThat(Path.of("/usr/bin/prlimit")).as("prlimit is installed").isExecutable();
    }

    private String shell(String script) throws IOException {
        return commands.run(Map.of("GREETING", "hello"), List.of("sh", "-c", script));
    }

    @Test
    void itsOutputAndItsEnvironmentAreOurs() throws IOException {
        assertThat(shell("echo $GREETING $HOME; echo noise >&2")).isEqualTo("hello\n");
    }

    @Test
    void aFailureSaysItsLastLine() {
        assertThatIOException()
                .isThrownBy(() -> shell("echo first >&2; echo last >&2; exit 3"))
                .withMessage("sh: last");
    }

    @Test
    void aSilentFailureSaysItsStatus() {
        assertThatIOException().isThrownBy(() -> shell("exit 3")).withMessage("sh: ended with status 3");
    }

    @Test
    void whatTakesTooLongIsEnded() {
        assertThatIOException().isThrownBy(() -> shell("sleep 60")).withMessage("sh took more than 1 s");
    }

    @Test
    void itsMemoryIsLimited() throws IOException {
        assertThat(shell("ulimit -v").strip()).isEqualTo(Long.toString(GIBI / 1024));
    }

    @Test
    void moreOutputThanIsKeptDoesNotBlockIt() throws IOException {
        assertThat(shell("yes | head -c 3000000; yes | head -c 3000000 >&2")).hasSize(1 << 20);
    }

    @Test
    void aProgramThatIsNotThereIsAnError() {
        assertThatIOException()
                .isThrownBy(() -> commands.run(Map.of(), List.of("no-such-program")))
                .withMessageContaining("no-such-program");
    }
}
