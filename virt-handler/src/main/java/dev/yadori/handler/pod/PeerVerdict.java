package dev.yadori.handler.pod;

/** Whether the process at the other end of a launcher's socket belongs to the pod. */
public sealed interface PeerVerdict {

    /** It does. The receiver closes the process. */
    record Trusted(LauncherProcess process) implements PeerVerdict {}

    /** It does not, or nothing can be known of it: the connection has to be closed. */
    record Refused(String reason) implements PeerVerdict {}
}
