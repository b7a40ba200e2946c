package dev.yadori.controller.node;

import dev.yadori.crds.config.MigrationRules.WorkloadUpdates;
import java.time.Duration;
import java.time.Instant;

/** How many guests may be evicted for a new launcher in a stretch of time, in the whole cluster. Safe for several threads. */
final class EvictionWindow {

    private Instant began = Instant.EPOCH;
    private int taken;

    /**
     * What may be evicted.
     *
     * @param granted how many guests, now
     * @param untilMore how long it is until the next batch
     */
    record Share(int granted, Duration untilMore) {
        static final Share NONE = new Share(0, Duration.ZERO);
    }

    /** As many of those that are wanted as may be evicted; they count as evicted. A stretch begins with the first of them. */
    synchronized Share take(int wanted, WorkloadUpdates rules, Instant now) {
        if (wanted <= 0) {
            return Share.NONE;
        }
        if (!now.isBefore(began.plus(rules.interval()))) {
            began = now;
            taken = 0;
        }
        int granted = Math.max(0, Math.min(wanted, rules.batchSize() - taken));
        taken += granted;
        // Timers count whole milliseconds, and one that rings too early would find nothing to grant.
        return new Share(
                granted, Duration.between(now, began.plus(rules.interval())).plusMillis(1));
    }
}
