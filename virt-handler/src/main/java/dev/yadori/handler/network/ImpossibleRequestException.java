package dev.yadori.handler.network;

import java.util.Objects;

/** A request that this pod can never carry. The message is for people. */
final class ImpossibleRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ImpossibleRequestException(String reason) {
        super(reason);
    }

    String reason() {
        return Objects.requireNonNull(getMessage());
    }
}
