package dev.yadori.handler.launcher;

/** A launcher did not do what it was asked. */
public final class LauncherException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String reason;

    /**
     * @param reason one word in UPPER_SNAKE_CASE
     * @param message a sentence for people
     */
    public LauncherException(Kind kind, String reason, String message) {
        super(message);
        this.kind = kind;
        this.reason = reason;
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

    /** What a caller can do about it. */
    public enum Kind {
        /** Nothing is known: no answer, no connection, or not in time. */
        UNREACHABLE,
        /** The process at the other end is not the pod's. */
        UNTRUSTED,
        /** Something is missing; the same may work later. */
        NOT_READY,
        /** The request itself is wrong; the same will never work. */
        INVALID,
        /** A guest of another object is there. */
        OTHER_GUEST,
        /** Another has taken the place of this caller. */
        REPLACED,
        /** Another is there and stays. */
        IN_USE,
        /** What was asked for is too large. */
        TOO_LARGE,
        /** The launcher has failed. */
        BROKEN
    }
}
