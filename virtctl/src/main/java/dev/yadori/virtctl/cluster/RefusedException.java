package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.io.Serial;

/** The API server has answered, and refuses. The message is its own where it has one. */
public final class RefusedException extends UnreachableException {
    @Serial
    private static final long serialVersionUID = 1;

    private final int code;

    RefusedException(int code, String message) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
