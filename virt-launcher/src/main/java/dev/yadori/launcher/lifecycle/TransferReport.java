package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.MigrationJob.Statistics;
import java.util.Optional;
import java.util.UUID;

/** Where a guest goes to or comes from, as far as that is known here. */
public record TransferReport(Optional<Outgoing> outgoing, Optional<Incoming> incoming) {
    public static final TransferReport NONE = new TransferReport(Optional.empty(), Optional.empty());

    /** The last migration away from here. */
    public record Outgoing(
            UUID migration, Phase phase, boolean paused, boolean pausedByUser, String message, Statistics statistics) {

        Outgoing with(Phase next, String why) {
            return new Outgoing(migration, next, paused, pausedByUser, why, statistics);
        }

        Outgoing with(Statistics numbers) {
            return new Outgoing(migration, phase, paused, pausedByUser, message, numbers);
        }

        Outgoing withPause() {
            return new Outgoing(migration, phase, true, pausedByUser, message, statistics);
        }
    }

    /** How far it is. */
    public enum Phase {
        RUNNING,
        /** The guest stays. */
        FAILED,
        /** The guest stays, as was wished. */
        CANCELLED,
        DEPARTED
    }

    /**
     * The migration that this pod was made for.
     *
     * @param complete all of the guest is here
     */
    public record Incoming(UUID migration, boolean complete) {}
}
