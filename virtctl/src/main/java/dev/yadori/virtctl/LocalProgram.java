package dev.yadori.virtctl;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Programs of this machine that do a part of the work, with the user's terminal. */
final class LocalProgram {

    /** Set by the script that starts this program: its own path. */
    private static final String SELF = "yadori.virtctl.self";

    private LocalProgram() {}

    /** How this program is called. */
    static String self() {
        return System.getProperty(SELF, "virtctl");
    }

    /** Runs it to its end, with more in its environment than this program has, and returns its exit code. */
    static int run(List<String> command, Map<String, String> environment) {
        try {
            ProcessBuilder program = new ProcessBuilder(command).inheritIO();
            program.environment().putAll(environment);
            return program.start().waitFor();
        } catch (IOException e) {
            throw new UnreachableException(command.getFirst() + " cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(command.getFirst() + " was interrupted");
        }
    }

    /** Starts the first of these that is installed; its words are not the user's. */
    static Process start(List<List<String>> commands) {
        for (List<String> command : commands) {
            try {
                return new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException missing) {
                // The next one may be there.
            }
        }
        throw new UnreachableException("none of these is installed: "
                + String.join(", ", commands.stream().map(List::getFirst).toList()));
    }
}
