package dev.yadori.controller.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** How long objects of one kind took to get to their phases. Each way counts once, and only where this process was there. */
public final class PhaseTimes {
    private static final int REMEMBERED = 20_000;
    private static final Duration[] BUCKETS = LongStream.of(
                    500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Instant start;
    private final Map<String, String> counted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param start of this process: what was reached before it another has counted */
    public PhaseTimes(MeterRegistry registry, Instant start) {
        this.registry = registry;
        this.start = start;
    }

    /** Whether an object was not seen in that phase before, and came to it while this process ran. */
    public boolean isNews(String uid, String phase, Instant reached) {
        synchronized (counted) {
            return !phase.equals(counted.put(uid, phase)) && start.isBefore(reached);
        }
    }

    /** One way. */
    public void record(String name, String description, Tags tags, Duration taken) {
        Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(taken);
    }
}
