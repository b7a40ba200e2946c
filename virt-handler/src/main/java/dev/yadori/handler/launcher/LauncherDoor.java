package dev.yadori.handler.launcher;

/** Finds the launcher of a pod on this node. */
public interface LauncherDoor {

    /**
     * Connects to the launcher in a pod, after proof that it is in that pod. Blocks for at most some seconds.
     *
     * @param podUid as recorded in the object
     */
    Opening open(String podUid);

    /** What came of it. The reasons are for people. */
    sealed interface Opening {

        /** There it is. The receiver closes both. */
        record Opened(LauncherClient client, GuestNetwork network) implements Opening {}

        /** Not there, or not yet, which says nothing about the guest. */
        record NotYet(String reason) implements Opening {}

        /** Something else is there. Nothing in that pod is to be trusted. */
        record Refused(String reason) implements Opening {}
    }
}
