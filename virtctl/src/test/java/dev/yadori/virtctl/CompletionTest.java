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
        assertThat(FishCompletion.script(Main.commandLine()).lines())
                .contains(
                        "complete -c virtctl -n __fish_use_subcommand -a pause -d 'Lets a guest stand still.'",
                        "complete -c virtctl -n '__fish_seen_subcommand_from vnc' -l proxy-only"
                                + " -d 'Starts no viewer, and prints the port that one may connect to.'",
                        "complete -c virtctl -n '__fish_seen_subcommand_from create' -a vm")
                .allMatch(line -> line.startsWith("complete -c virtctl "));
    }
}
