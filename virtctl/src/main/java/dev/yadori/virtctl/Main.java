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
@Command(name = "virtctl", description = "Works with virtual machines where kubectl cannot.")
public final class Main {

    /** The only place where the program looks around. */
    static final Surroundings SURROUNDINGS =
            new Surroundings(System.getenv(), Path.of(System.getProperty("user.home")), Surroundings.ACCOUNT);

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
        System.exit(execute(args));
    }

    /** Does what the words say, with what it says on the standard streams. */
    static int execute(String... args) {
        Call call = Call.of(args);
        return commandLineFor(call).execute(call.array());
    }

    /** With all commands. */
    static CommandLine commandLine() {
        return commandLine(_ -> true, false);
    }

    /** With the one command that is called, because to make those of all takes longer than most of them; with all where none is. */
    static CommandLine commandLineFor(Call call) {
        if (call.command().isPresent()) {
            String command = call.command().get();
            if (command.equals(COMPLETION)) {
                return commandLine(_ -> true, true);
            }
            CommandLine one = commandLine(command::equals, false);
            if (!one.getSubcommands().isEmpty()) {
                return one;
            }
        }
        return commandLine();
    }

    private static CommandLine commandLine(Predicate<String> wanted, boolean allFlags) {
        CommandLine virtctl = new CommandLine(new Main());
        virtctl.getCommandSpec().addOption(ClusterOptions.help(true));
        Stream<AnnotatedElement> methods =
                GROUPS.stream().flatMap(group -> CommandLine.getCommandMethods(group, null).stream());
        Stream.concat(COMMANDS.stream(), methods)
                .filter(command ->
                        wanted.test(command.getAnnotation(Command.class).name()))
                .forEach(command -> {
                    CommandLine made = new CommandLine(command);
                    ClusterOptions.addTo(made.getCommandSpec(), allFlags);
                    virtctl.addSubcommand(made);
                });
        // As with kubectl, what is said last is right.
        virtctl.setOverwrittenOptionsAllowed(true);
        return virtctl.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (!(failure instanceof UnreachableException)) {
                throw failure;
            }
            command.getErr().println("virtctl: error: " + failure.getMessage());
            return 1;
        });
    }
}
