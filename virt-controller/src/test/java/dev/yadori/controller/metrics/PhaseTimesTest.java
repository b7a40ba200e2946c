package dev.yadori.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PhaseTimesTest {
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");

    private final PhaseTimes times = new PhaseTimes(new SimpleMeterRegistry(), START);

    @Test
    void eachPhaseOfAnObjectIsNewsOnce() {
        assertThat(times.isNews("a", "Pending", START.plusSeconds(1))).isTrue();
        assertThat(times.isNews("a", "Pending", START.plusSeconds(1))).isFalse();
        assertThat(times.isNews("b", "Pending", START.plusSeconds(1))).isTrue();
        assertThat(times.isNews("a", "Running", START.plusSeconds(2))).isTrue();
    }

    @Test
    void whatWasReachedBeforeThisProcessIsNoNews() {
        assertThat(times.isNews("a", "Pending", START)).isFalse();
        assertThat(times.isNews("a", "Pending", START.plusSeconds(1))).isFalse();
    }
}
