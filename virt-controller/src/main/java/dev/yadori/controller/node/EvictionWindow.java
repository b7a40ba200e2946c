package dev.yadori.controller.node;

import dev.yadori.crds.config.MigrationRules.WorkloadUpdates;
import java.time.Instant;

/** How many guests may be evicted for a new launcher in a stretch of time, in the whole cluster. Safe for several threads. */
final class EvictionWindow {

    private Instant began = Instant.EPOCH;
    private int taken;

    /** As many of those that are wanted as may be evicted; they count as evicted. */
    synchronized int take(int wanted, WorkloadUpdates rules, Instant now) {
        if (!now.isBefore(began.plus(rules.interval()))) {
            began = now;
            taken = 0;
        }
        int granted = Math.max(0, Math.min(wanted, rules.batchSize() - taken));
        taken += granted;
        return granted;
    }
}
