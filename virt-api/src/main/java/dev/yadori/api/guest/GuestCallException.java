package dev.yadori.api.guest;

/** A guest could not be asked, or did not do what it was asked; the message says why, for the user. */
public final class GuestCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public GuestCallException(String message, Throwable cause) {
        super(message, cause);
    }

    public GuestCallException(String message) {
        super(message);
    }
}
