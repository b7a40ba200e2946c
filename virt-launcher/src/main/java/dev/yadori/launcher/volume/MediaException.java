package dev.yadori.launcher.volume;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.NoSuchFileException;

/** A disk of the guest is not to be had. The message names the volume and holds no secret. */
public final class MediaException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Reason reason;

    private MediaException(Reason reason, String subject, String message, IOException cause) {
        super(subject + ": " + message, cause);
        this.reason = reason;
    }

    private MediaException(Reason reason, String subject, String message) {
        super(subject + ": " + message);
        this.reason = reason;
    }

    /** One word for logs and answers. */
    public enum Reason {
        /** Something that others provide is not there (yet). */
        MEDIUM_MISSING,
        /** A disk could not be made: no room, a tool that failed. */
        MEDIUM_NOT_MADE,
        /** What is asked for, or what a user's image holds, cannot be used however often it is tried. */
        MEDIUM_INVALID
    }

    public Reason reason() {
        return reason;
    }

    /** Whether the same specification may work later. */
    public boolean retryable() {
        return reason != Reason.MEDIUM_INVALID;
    }

    static MediaException missing(String subject, String message) {
        return new MediaException(Reason.MEDIUM_MISSING, subject, message);
    }

    static MediaException notMade(String subject, String message) {
        return new MediaException(Reason.MEDIUM_NOT_MADE, subject, message);
    }

    static MediaException invalid(String subject, String message) {
        return new MediaException(Reason.MEDIUM_INVALID, subject, message);
    }

    static MediaException of(String subject, IOException cause) {
        return switch (cause) {
            case NoSuchFileException absent ->
                new MediaException(Reason.MEDIUM_MISSING, subject, absent.getFile() + " is not there", cause);
            default -> new MediaException(Reason.MEDIUM_NOT_MADE, subject, String.valueOf(cause.getMessage()), cause);
        };
    }
}
