package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.MigrationJob.Statistics;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a migration keeps to its terms. Pure: each look gives the next watch and what to do.
 *
 * @param least of the bytes that remained at any time
 * @param progressed when that was
 * @param paused the guest was stopped so that it comes to an end
 */
public record MigrationWatch(Instant began, long least, Instant progressed, boolean paused) {

    /** What to do. */
    public sealed interface Action {
        /** Nothing. */
        record Keep() implements Action {}

        /** Stop the guest, so that it writes no more. */
        record Pause() implements Action {}

        /** End the migration. Why is a sentence for people. */
        record Abort(String why) implements Action {}
    }

    /** The next watch, and what to do. */
    public record Step(MigrationWatch watch, Action action) {}

    public static MigrationWatch begin(Instant now) {
        return new MigrationWatch(now, Long.MAX_VALUE, now, false);
    }

    public Step look(Statistics statistics, MigrationTerms terms, Instant now) {
        boolean closer = statistics.totalBytes() == 0 || statistics.remainingBytes() < least;
        var next = closer ? new MigrationWatch(began, statistics.remainingBytes(), now, paused) : this;
        var taken = Duration.between(began, now);
        if (isOver(terms.progress(), Duration.between(next.progressed, now))) {
            return new Step(next, new Action.Abort("no progress for " + seconds(terms.progress()) + words(statistics)));
        }
        if (!isOver(terms.completion(), taken)) {
            return new Step(next, new Action.Keep());
        }
        if (terms.pauseAllowed() && !paused) {
            return new Step(new MigrationWatch(began, next.least, now, true), new Action.Pause());
        }
        // A guest that stands still needs no more than its memory once.
        if (paused && !isOver(terms.completion().multipliedBy(2), taken)) {
            return new Step(next, new Action.Keep());
        }
        return new Step(
                next, new Action.Abort("not complete after " + seconds(terms.completion()) + words(statistics)));
    }

    private static boolean isOver(Duration limit, Duration taken) {
        return !limit.isZero() && taken.compareTo(limit) >= 0;
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    private static String words(Statistics statistics) {
        return ": %d of %d bytes remain, the guest writes %d bytes a second and %d are sent"
                .formatted(
                        statistics.remainingBytes(),
                        statistics.totalBytes(),
                        statistics.dirtiedPerSecond(),
                        statistics.bytesPerSecond());
    }
}
