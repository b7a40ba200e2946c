package dev.yadori.bench;

import java.time.Duration;
import java.util.List;

/** Of a set of durations, by nearest rank: each is one that was measured. */
record Percentiles(Duration p50, Duration p95, Duration max) {
    /** @throws IllegalArgumentException where there is none */
    static Percentiles of(List<Duration> durations) {
        if (durations.isEmpty()) {
            throw new IllegalArgumentException("no durations");
        }
        var sorted = durations.stream().sorted().toList();
        return new Percentiles(rank(sorted, 50), rank(sorted, 95), sorted.getLast());
    }

    private static Duration rank(List<Duration> sorted, int percent) {
        int rank = (sorted.size() * percent + 99) / 100;
        return sorted.get(Math.max(rank, 1) - 1);
    }
}
