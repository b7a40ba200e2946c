package dev.yadori.virtctl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completions for fish: the commands where none is given yet, and the options of the one that is. */
final class FishCompletion {

    private FishCompletion() {}

    static String script(CommandLine program, boolean described) {
        String name = program.getCommandName();
        List<String> lines = new ArrayList<>();
        lines.add("complete -c " + name + " -f -n __fish_use_subcommand");
        program.getSubcommands().forEach((command, line) -> {
            lines.add("complete -c %s -n __fish_use_subcommand -a %s -d %s"
                    .formatted(name, command, quoted(description(line))));
            String inside = "'__fish_seen_subcommand_from " + command + "'";
            line.getSubcommands()
                    .keySet()
                    .forEach(below -> lines.add("complete -c %s -n %s -a %s".formatted(name, inside, below)));
            line.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> lines.add(
                            "complete -c %s -n %s%s".formatted(name, inside, flags(option) + description(option))));
        });
        Stream<String> said =
                described ? lines.stream() : lines.stream().map(line -> line.replaceFirst(" -d '.*'$", ""));
        return said.collect(Collectors.joining("\n", "", "\n"));
    }

    private static String flags(OptionSpec option) {
        var flags = new StringBuilder();
        for (String written : option.names()) {
            flags.append(written.startsWith("--") ? " -l " + written.substring(2) : " -s " + written.substring(1));
        }
        return option.arity().min() > 0 ? flags.append(" -r").toString() : flags.toString();
    }

    private static String description(OptionSpec option) {
        return option.description().length == 0 ? "" : " -d " + quoted(option.description()[0]);
    }

    private static String description(CommandLine command) {
        String[] lines = command.getCommandSpec().usageMessage().description();
        return lines.length == 0 ? "" : lines[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
