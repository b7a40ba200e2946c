package dev.yadori.virtctl;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. A mistake of the user ends it with 2, anything else that goes wrong with 1, each with one line. */
@Command(
        name = "virtctl",
        description = "Works with virtual machines where kubectl cannot.",
        mixinStandardHelpOptions = true,
        subcommands = ConsoleCommand.class)
public final class Main {

    private Main() {}

    /** Ends the process. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (!(failure instanceof UnreachableException)) {
                throw failure;
            }
            command.getErr().println("virtctl: error: " + failure.getMessage());
            return 1;
        });
    }
}
