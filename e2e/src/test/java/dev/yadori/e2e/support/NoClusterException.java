package dev.yadori.e2e.support;

import java.io.Serial;

/** There is no cluster to test. Without a stack trace: the message is all there is to say. */
final class NoClusterException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    NoClusterException(String message) {
        super(message, null, false, false);
    }
}
