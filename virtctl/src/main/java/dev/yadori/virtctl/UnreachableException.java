package dev.yadori.virtctl;

import java.io.Serial;

/** The guest cannot be reached. The message says why, for the user; there is no more to know. */
public class UnreachableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public UnreachableException(String message) {
        super(message, null, false, false);
    }
}
