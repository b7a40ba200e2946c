package dev.yadori.handler.grpc;

import dev.yadori.handler.launcher.LauncherClient;

/** Finds the guests of this node. */
public interface GuestDirectory {

    /**
     * Looks one up.
     *
     * @param uid that it has to have; empty: any
     */
    Found find(String namespace, String name, String uid);

    /** What was found. */
    sealed interface Found {

        /** Its launcher answers. */
        record Reachable(LauncherClient launcher) implements Found {}

        /** It has a pod here, whose launcher cannot be reached now. */
        record Unreachable() implements Found {}

        /** It is not on this node. */
        record Nowhere() implements Found {}
    }
}
