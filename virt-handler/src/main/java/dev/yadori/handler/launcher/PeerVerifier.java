package dev.yadori.handler.launcher;

import java.util.Optional;

/** Decides about the process at the other end of a socket, before a byte is sent to it. */
@FunctionalInterface
public interface PeerVerifier {

    /** The process and user ids that SO_PEERCRED gives; a reason to hang up, or empty. Must be quick. */
    Optional<String> refuse(int pid, int uid);
}
