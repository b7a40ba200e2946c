package dev.yadori.handler.launcher;

import java.io.IOException;

/** A socket has the wrong process at its other end. */
final class PeerRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    PeerRefusedException(String why) {
        super(why);
    }
}
