package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
    private final StringWriter errors = new StringWriter();

    @Test
    void consoleWithoutANameIsAMistakeOfTheUser() {
        int exitCode = Main.commandLine().setErr(new PrintWriter(errors)).execute("console");

        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString()).contains("NAME");
    }
}
