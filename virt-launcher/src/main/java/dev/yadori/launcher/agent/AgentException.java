package dev.yadori.launcher.agent;

/** The agent did not do what it was asked. */
public final class AgentException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Kind {
        /** There is none, or the guest does not run. */
        NO_AGENT,
        /** It did not answer in time; what it was asked for may have happened. */
        SILENT,
        /** It says that it will not or cannot. */
        REFUSED,
        /** Its answer cannot be understood. */
        NONSENSE
    }

    private final Kind kind;

    public AgentException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
