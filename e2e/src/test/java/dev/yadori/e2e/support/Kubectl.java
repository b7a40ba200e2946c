package dev.yadori.e2e.support;

/** kubectl, as an administrator uses it, on the cluster under test. */
public final class Kubectl {
    private static final Program PROGRAM = new Program("../etc/bin/kubectl");

    private Kubectl() {}

    /** Runs it to its end, however it ends. What it says on either stream is in the output. */
    public static ExecResult run(String... arguments) {
        return PROGRAM.run(arguments);
    }
}
