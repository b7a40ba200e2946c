package dev.yadori.launcher.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final Instant START = Instant.EPOCH;
    private static final RateLimit EMPTY =
            RateLimit.full(2, Duration.ofMillis(10), START).taken().taken();

    @Test
    void itIsExhaustedAfterItsBurst() {
        assertThat(RateLimit.full(2, Duration.ofMillis(10), START).taken().isExhausted())
                .isFalse();
        assertThat(EMPTY.isExhausted()).isTrue();
    }

    @Test
    void itFillsWithTimeAndKeepsFractions() {
        assertThat(EMPTY.at(START.plusMillis(9)).isExhausted()).isTrue();
        assertThat(EMPTY.at(START.plusMillis(9)).at(START.plusMillis(10)).left())
                .isEqualTo(1);
    }

    @Test
    void itNeverHoldsMoreThanItsBurst() {
        assertThat(EMPTY.at(START.plus(Duration.ofDays(10_000))).left()).isEqualTo(2);
    }

    @Test
    void aClockThatGoesBackAddsNothingAndBlocksNothing() {
        assertThat(EMPTY.at(START.minusSeconds(60)).left()).isZero();
        assertThat(EMPTY.at(START.minusSeconds(60)).at(START.minusSeconds(59)).left())
                .isEqualTo(2);
    }
}
