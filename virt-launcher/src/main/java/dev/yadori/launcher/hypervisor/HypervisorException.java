package dev.yadori.launcher.hypervisor;

/** Something that was asked for did not happen, or nobody can say whether it did. */
public final class HypervisorException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** The hypervisor did not answer: what was asked for may have happened. */
        UNREACHABLE,
        /** It knows no such guest. */
        NO_GUEST,
        /** The guest's state does not allow it. */
        WRONG_STATE,
        /** The guest's agent is not there. */
        NO_AGENT,
        /** The guest's agent did not answer in time: what it was asked for may have happened. */
        AGENT_SILENT,
        /** It does not accept what a guest is made of. */
        REJECTED,
        /** Everything else; the message is the hypervisor's. */
        FAILED
    }

    private final Reason reason;

    public HypervisorException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
