package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    private final StringWriter errors = new StringWriter();

    @Test
    void consoleWithoutANameIsAMistakeOfTheUser() {
        int exitCode = Main.commandLine().setErr(new PrintWriter(errors)).execute("console");

        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString()).contains("NAME");
    }

    @Test
    void aCommandAloneIsWhatItIsAmongAll() {
        CommandLine all = Main.commandLine();

        assertThat(all.getSubcommands()).hasSizeGreaterThan(20).allSatisfy((name, among) -> {
            CommandLine alone = Main.commandLineFor(Call.of(name, "whatever"));
            assertThat(alone.getSubcommands()).extractingByKey(name).satisfies(found -> {
                // Completions alone show all the flags.
                if (!name.equals("completion")) {
                    assertThat(found.getUsageMessage()).isEqualTo(among.getUsageMessage());
                }
            });
            assertThat(alone.getSubcommands())
                    .hasSize(name.equals("completion") ? all.getSubcommands().size() : 1);
        });
    }

    @Test
    void whatIsNoCommandIsToldWithAllThatAre() {
        assertThat(Main.commandLineFor(Call.of("--help")).getSubcommands()).hasSizeGreaterThan(20);
        assertThat(Main.commandLineFor(Call.of("strat")).getSubcommands()).containsKey("start");
        assertThat(Main.commandLineFor(Call.of()).getSubcommands()).containsKey("why");
    }
}
