package dev.yadori.handler.vmi;

import java.time.Duration;
import java.time.Instant;

/**
 * How often a launcher is looked for: at first so often that it does not show in the time of a start, for an attempt is a
 * handful of system calls; then less and less.
 */
record SearchPace(Duration eager, Duration patient, Duration resigned) {
    private static final Duration EAGERNESS = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static final SearchPace NORMAL =
            new SearchPace(Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(2));

    Duration after(Contact contact, Instant now) {
        if (!(contact instanceof Contact.Seeking(var since, var _))) {
            return resigned;
        }
        var waited = Duration.between(since, now);
        if (waited.compareTo(EAGERNESS) < 0) {
            return eager;
        }
        return waited.compareTo(PATIENCE) < 0 ? patient : resigned;
    }
}
