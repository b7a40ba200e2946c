package dev.yadori.virtctl;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. A mistake of the user ends it with 2, anything else that goes wrong with 1, each with one line. */
@Command(
        name = "virtctl",
        description = "Works with virtual machines where kubectl cannot.",
        mixinStandardHelpOptions = true,
        subcommands = {ConsoleCommand.class, PortForwardCommand.class})
public final class Main {

    /** Kept, because the settings of a logger that nobody holds are forgotten. */
    private static final Logger CLIENT_LOG = Logger.getLogger("io.fabric8.kubernetes.client");

    private Main() {}

    /** Ends the process. */
    public static void main(String[] args) {
        // What goes wrong is said by the command; a stream that is closed at the end is nothing.
        CLIENT_LOG.setLevel(Level.OFF);
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine virtctl = new CommandLine(new Main());
        for (Class<?> commands : List.of(LifeCommands.class, InfoCommands.class)) {
            CommandLine.getCommandMethods(commands, null)
                    .forEach(method -> virtctl.addSubcommand(new CommandLine(method)));
        }
        return virtctl.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (!(failure instanceof UnreachableException)) {
                throw failure;
            }
            command.getErr().println("virtctl: error: " + failure.getMessage());
            return 1;
        });
    }
}
