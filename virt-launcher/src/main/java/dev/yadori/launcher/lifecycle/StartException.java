package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.HypervisorException;
import java.util.Locale;

/** A guest was not started. The message is one sentence for people. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    /** What the caller can do about it. */
    public enum Kind {
        /** Ask for something else. */
        INVALID,
        /** Nothing but wait until it is there, and try again. */
        MISSING,
        /** Nothing: another guest lives here. */
        OTHER_GUEST,
        /** Try again: nobody knows what has happened. */
        UNKNOWN
    }

    private final Kind kind;
    private final String reason;

    /** The reason is one word in UPPER_SNAKE_CASE. */
    public StartException(Kind kind, String reason, String message) {
        super(message);
        this.kind = kind;
        this.reason = reason.toUpperCase(Locale.ROOT);
    }

    /** What a hypervisor's refusal means for a start. */
    static StartException from(HypervisorException refusal) {
        var message = refusal.getMessage();
        return switch (refusal.reason()) {
            case UNREACHABLE -> new StartException(Kind.UNKNOWN, "HYPERVISOR_UNREACHABLE", message);
            case REJECTED -> new StartException(Kind.INVALID, "DOMAIN_REJECTED", message);
            case FAILED, NO_GUEST, WRONG_STATE, NO_AGENT, AGENT_SILENT ->
                new StartException(Kind.MISSING, "START_FAILED", message);
        };
    }

    public Kind kind() {
        return kind;
    }

    public String reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
