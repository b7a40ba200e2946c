package dev.yadori.e2e.support;

/** virtctl, as a user has it, on the cluster under test. */
public final class Virtctl {
    private static final Program PROGRAM = new Program("../etc/bin/virtctl");

    private Virtctl() {}

    /** Runs it to its end, however it ends. What it says on either stream is in the output. */
    public static ExecResult run(String... arguments) {
        return PROGRAM.run(arguments);
    }
}
