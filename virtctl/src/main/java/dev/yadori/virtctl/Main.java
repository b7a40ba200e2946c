package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.Surroundings;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. A mistake of the user ends it with 2, anything else that goes wrong with 1, each with one line. */
@Command(
        name = "virtctl",
        description = "Works with virtual machines where kubectl cannot.",
        mixinStandardHelpOptions = true)
public final class Main {

    /** The only place where the program looks around. */
    static final Surroundings SURROUNDINGS =
            new Surroundings(System.getenv(), Path.of(System.getProperty("user.home")));

    private static final String COMPLETION = "completion";

    private static final List<Class<?>> COMMANDS = List.of(
            ConsoleCommand.class,
            VncCommand.class,
            PortForwardCommand.class,
            ExposeCommand.class,
            Create.class,
            CompletionCommand.class);

    /** Classes whose methods are commands. */
    private static final List<Class<?>> GROUPS = List.of(LifeCommands.class, SshCommands.class, InfoCommands.class);

    private Main() {}

    /** What is made without a cluster. */
    @Command(name = "create", description = "Prints manifests.", subcommands = CreateVmCommand.class)
    static final class Create {}

    /** Ends the process. */
    public static void main(String[] args) {
        System.exit(commandLineFor(args).execute(args));
    }

    /** With all commands. */
    static CommandLine commandLine() {
        return commandLine(_ -> true);
    }

    /** With the one command that is called, because to make those of all takes longer than most of them; with all where none is. */
    static CommandLine commandLineFor(String... args) {
        if (args.length > 0) {
            CommandLine one = commandLine(args[0]::equals);
            if (!one.getSubcommands().isEmpty() && !args[0].equals(COMPLETION)) {
                return one;
            }
        }
        return commandLine();
    }

    private static CommandLine commandLine(Predicate<String> wanted) {
        CommandLine virtctl = new CommandLine(new Main());
        Stream<AnnotatedElement> methods =
                GROUPS.stream().flatMap(group -> CommandLine.getCommandMethods(group, null).stream());
        Stream.concat(COMMANDS.stream(), methods)
                .filter(command ->
                        wanted.test(command.getAnnotation(Command.class).name()))
                .forEach(command -> virtctl.addSubcommand(new CommandLine(command)));
        return virtctl.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (!(failure instanceof UnreachableException)) {
                throw failure;
            }
            command.getErr().println("virtctl: error: " + failure.getMessage());
            return 1;
        });
    }
}
