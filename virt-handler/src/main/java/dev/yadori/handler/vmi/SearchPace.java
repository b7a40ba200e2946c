package dev.yadori.handler.vmi;

import java.time.Duration;
import java.time.Instant;

/**
 * How often a launcher is looked for: at first so often that it does not show in the time of a start, for an attempt is a
 * handful of system calls; then less and less.
 *
 * @param near where the kubelet has said that the container runs, which it may say late
 */
record SearchPace(Duration near, Duration eager, Duration patient, Duration resigned) {
    private static final Duration EAGERNESS = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static final SearchPace NORMAL =
            new SearchPace(Duration.ofMillis(15), Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(2));

    /** The next attempt after one that failed. */
    Duration after(Contact contact, boolean started, Instant now) {
        if (!(contact instanceof Contact.Seeking(var since, var _))) {
            return resigned;
        }
        var waited = Duration.between(since, now);
        if (waited.compareTo(PATIENCE) >= 0) {
            return resigned;
        }
        if (started) {
            return near;
        }
        return waited.compareTo(EAGERNESS) < 0 ? eager : patient;
    }
}
