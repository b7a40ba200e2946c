package dev.yadori.launcher.launch;

import java.io.Serial;

/** A launch specification asks for something that cannot be. The message begins with the field's path. */
public final class SpecException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String field;

    SpecException(String field, String message) {
        super(field + ": " + message);
        this.field = field;
    }

    /** Such as {@code disks[1].bus}. */
    public String field() {
        return field;
    }
}
