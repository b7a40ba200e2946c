package dev.yadori.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.lifecycle.Ending.Step;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void firstAsksAtOnce() {
        assertThat(Ending.within(Duration.ofSeconds(30), NOW).step(NOW)).isEqualTo(Step.SIGNAL);
    }

    @Test
    void asksAgainAfterFiveSeconds() {
        var asked = Ending.within(Duration.ofSeconds(30), NOW).signalled(NOW);

        assertThat(asked.pause(NOW)).isEqualTo(Duration.ofSeconds(5));
        assertThat(asked.step(NOW.plusSeconds(4))).isEqualTo(Step.WAIT);
        assertThat(asked.step(NOW.plusSeconds(5))).isEqualTo(Step.SIGNAL);
    }

    @Test
    void endsWhenTheTimeIsOver() {
        var asked = Ending.within(Duration.ofSeconds(3), NOW).signalled(NOW);

        assertThat(asked.pause(NOW)).isEqualTo(Duration.ofSeconds(3));
        assertThat(asked.step(NOW.plusSeconds(3))).isEqualTo(Step.DESTROY);
    }

    @Test
    void noTimeAtAllEndsAtOnce() {
        assertThat(Ending.within(Duration.ZERO, NOW).step(NOW)).isEqualTo(Step.DESTROY);
    }

    @Test
    void shorterPeriodReplacesAndLongerDoesNot() {
        var begun = Ending.within(Duration.ofSeconds(30), NOW).signalled(NOW);

        assertThat(begun.atMost(Ending.within(Duration.ofSeconds(2), NOW)).step(NOW.plusSeconds(2)))
                .isEqualTo(Step.DESTROY);
        assertThat(begun.atMost(Ending.within(Duration.ofSeconds(60), NOW))).isEqualTo(begun);
    }
}
