package dev.yadori.handler.launcher;

import java.util.Optional;

/**
 * What a launcher says of its guest's migrations.
 *
 * @param incoming UID of the migration that this pod was made for
 */
public record Transfer(Optional<Outgoing> outgoing, Optional<String> incoming) {
    public static final Transfer NONE = new Transfer(Optional.empty(), Optional.empty());

    /**
     * The last one away from here.
     *
     * @param paused the guest was stopped so that it comes to an end
     * @param pausedByUser before it began
     * @param progress empty before anything is known of it
     */
    public record Outgoing(
            String migration,
            Phase phase,
            boolean paused,
            boolean pausedByUser,
            String message,
            Optional<Progress> progress) {}

    /**
     * What has been sent of a guest.
     *
     * @param memoryBytesPerSecond that are sent of its memory
     * @param dirtiedBytesPerSecond of its memory that the guest writes meanwhile
     */
    public record Progress(
            long totalBytes,
            long transferredBytes,
            long remainingBytes,
            long memoryBytesPerSecond,
            long dirtiedBytesPerSecond) {}

    /** How far the guest is that is just leaving. */
    public Optional<Progress> leaving() {
        return outgoing.filter(move -> move.phase() == Phase.RUNNING).flatMap(Outgoing::progress);
    }

    /** How far it is. */
    public enum Phase {
        RUNNING,
        /** The guest stays. */
        FAILED,
        /** The guest stays, as somebody wished. */
        CANCELLED,
        DEPARTED
    }
}
