package dev.yadori.handler.vmi;

/** The API server could not be asked. */
public final class ObjectsUnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    ObjectsUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
