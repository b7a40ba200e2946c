package dev.yadori.e2e.support;

/** How a command in a pod ended. */
public record ExecResult(int exitCode, String output, String error) {
    public boolean succeeded() {
        return exitCode == 0;
    }
}
