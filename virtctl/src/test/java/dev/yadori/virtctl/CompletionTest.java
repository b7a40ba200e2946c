package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.AutoComplete;

class CompletionTest {

    @Test
    void bashUnderstandsAndCompletes(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("completion"), AutoComplete.bash("virtctl", Main.commandLine()));
        var ask =
                "source %s; COMP_WORDS=(virtctl mig); COMP_CWORD=1; _complete_virtctl; printf '%%s ' \"${COMPREPLY[@]}\""
                        .formatted(script);

        var bash =
                new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" "))
                .containsExactlyInAnyOrder("migrate", "migrate-cancel");
    }

    @Test
    void fishHasALineForEachCommandAndFlag() {
        assertThat(FishCompletion.script(Main.commandLine(), true).lines())
                .contains(
                        "complete -c virtctl -n __fish_use_subcommand -a pause -d 'Lets a guest stand still.'",
                        "complete -c virtctl -n '__fish_seen_subcommand_from vnc' -l proxy-only"
                                + " -d 'Starts no viewer, and prints the port that one may connect to.'",
                        "complete -c virtctl -n '__fish_seen_subcommand_from create' -a vm")
                .allMatch(line -> line.startsWith("complete -c virtctl "));
    }

    @Test
    void fishCanDoWithoutDescriptions() {
        assertThat(FishCompletion.script(Main.commandLine(), false).lines())
                .contains("complete -c virtctl -n __fish_use_subcommand -a pause")
                .noneMatch(line -> line.contains(" -d "));
    }

    @Test
    void completionsKnowTheFlagsOfEachCommand() {
        var all = Main.commandLineFor(Call.of("completion", "fish"));

        assertThat(FishCompletion.script(all, true))
                .contains("complete -c virtctl -n '__fish_seen_subcommand_from start' -l token -r");
        assertThat(AutoComplete.bash("virtctl", all)).contains("--request-timeout");
    }

    @Test
    void powerShellGetsTheWordsOfEachCommand() {
        assertThat(PowerShellCompletion.script(Main.commandLine()).lines())
                .anyMatch(line -> line.startsWith("        '' = @('") && line.contains("'why'"))
                .anyMatch(line -> line.startsWith("        'create' = @('vm', "))
                .anyMatch(line -> line.startsWith("        'start' = @('") && line.contains("'--paused'"))
                .first()
                .isEqualTo("Register-ArgumentCompleter -Native -CommandName 'virtctl' -ScriptBlock {");
    }
}
