package dev.yadori.launcher.picture;

import java.io.IOException;

/** Not a picture that can be handed on. */
public final class PictureException extends IOException {
    private static final long serialVersionUID = 1;

    /** One word for the caller. */
    public enum Reason {
        TOO_LARGE,
        UNKNOWN_FORMAT
    }

    private final Reason reason;

    PictureException(Reason reason, String message) {
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
