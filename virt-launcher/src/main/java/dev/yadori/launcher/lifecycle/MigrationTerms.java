package dev.yadori.launcher.lifecycle;

import java.time.Duration;

/**
 * What a migration has to keep to.
 *
 * @param maxDowntime how long the guest may stand still at the end; zero for what the hypervisor thinks right
 * @param completion after this it is paused, if it may be, or stays; zero for never
 * @param progress without progress for so long it stays; zero for never
 */
public record MigrationTerms(Duration maxDowntime, Duration completion, Duration progress, boolean pauseAllowed) {
    private static final Duration LITTLE = Duration.ofMillis(50);
    /** Through all of the memory, and through what was written meanwhile. */
    private static final int FREE_ROUNDS = 2;

    private static final int MOST_DOUBLINGS = 16;

    /**
     * How long the guest may stand still as things are: the emulator stops it as soon as the rest takes no longer, so that who
     * allows much gets much. Twice as long with each round that was in vain.
     */
    Duration downtime(long rounds) {
        var doublings = Math.clamp(rounds - FREE_ROUNDS, 0, MOST_DOUBLINGS);
        var wanted = LITTLE.multipliedBy(1L << doublings);
        return wanted.compareTo(maxDowntime) < 0 ? wanted : maxDowntime;
    }
}
