package dev.yadori.virtctl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Completions for PowerShell: the commands where none is given yet, and else what the one that is given takes. */
final class PowerShellCompletion {

    private PowerShellCompletion() {}

    static String script(CommandLine program) {
        List<String> lines = new ArrayList<>();
        lines.add("Register-ArgumentCompleter -Native -CommandName '" + program.getCommandName() + "' -ScriptBlock {");
        lines.add("    param($word, $line, $position)");
        lines.add("    $words = @{");
        lines.add("        '' = " + quoted(List.copyOf(program.getSubcommands().keySet())));
        program.getSubcommands()
                .forEach((name, command) -> lines.add("        '" + name + "' = " + quoted(words(command))));
        lines.add("    }");
        lines.add("    $given = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() }"
                + " | Where-Object { $words.ContainsKey($_) -and $_ -ne $word })");
        lines.add("    $command = if ($given.Count -gt 0) { $given[0] } else { '' }");
        lines.add("    $words[$command] | Where-Object { $_.StartsWith($word) } | ForEach-Object {");
        lines.add("        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)");
        lines.add("    }");
        lines.add("}");
        return String.join("\n", lines) + "\n";
    }

    private static List<String> words(CommandLine command) {
        List<String> words = new ArrayList<>(command.getSubcommands().keySet());
        command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Arrays.stream(option.names()))
                .forEach(words::add);
        return words;
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", ", "@(", ")"));
    }
}
