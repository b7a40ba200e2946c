package dev.yadori.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.hypervisor.MigrationJob.Statistics;
import dev.yadori.launcher.lifecycle.MigrationWatch.Action;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MigrationWatchTest {
    private static final Instant BEGIN = Instant.EPOCH;
    private static final Duration NEVER = Duration.ZERO;
    private static final MigrationTerms STRICT = terms(Duration.ofSeconds(10), NEVER, false);
    private static final MigrationTerms PAUSING = terms(Duration.ofSeconds(10), NEVER, true);

    private MigrationWatch watch = MigrationWatch.begin(BEGIN);

    @Test
    void withinItsTermsItGoesOn() {
        assertThat(look(9, 100, STRICT)).isEqualTo(new Action.Keep());
    }

    @Test
    void withoutTermsItGoesOnForEver() {
        assertThat(look(100_000, 100, terms(NEVER, NEVER, true))).isEqualTo(new Action.Keep());
    }

    @Test
    void tooLateItIsEndedWithNumbers() {
        assertThat(look(10, 100, STRICT))
                .isEqualTo(
                        new Action.Abort(
                                "not complete after 10 s: 100 of 1000 bytes remain, the guest writes 7 bytes a second and 5 are sent"));
    }

    @Test
    void tooLateTheGuestIsPausedOnceWhereItMayBe() {
        assertThat(look(10, 100, PAUSING)).isEqualTo(new Action.Pause());
        assertThat(look(11, 100, PAUSING)).isEqualTo(new Action.Keep());
        assertThat(look(19, 100, PAUSING)).isEqualTo(new Action.Keep());
    }

    @Test
    void pausedInVainItIsEnded() {
        look(10, 100, PAUSING);

        assertThat(look(20, 100, PAUSING)).isInstanceOf(Action.Abort.class);
    }

    @Test
    void withoutProgressItIsEnded() {
        var terms = terms(NEVER, Duration.ofSeconds(5), true);

        assertThat(look(1, 100, terms)).isEqualTo(new Action.Keep());
        assertThat(look(5, 100, terms)).isEqualTo(new Action.Keep());
        assertThat(look(6, 100, terms))
                .isInstanceOfSatisfying(
                        Action.Abort.class, abort -> assertThat(abort.why()).startsWith("no progress for 5 s"));
    }

    @Test
    void anyProgressCounts() {
        var terms = terms(NEVER, Duration.ofSeconds(5), false);

        look(4, 100, terms);
        look(8, 99, terms);

        assertThat(look(12, 99, terms)).isEqualTo(new Action.Keep());
    }

    private Action look(long second, long remaining, MigrationTerms terms) {
        var statistics = new Statistics(Duration.ofSeconds(second), 1000, 900, remaining, 5, 4, 7, Duration.ZERO, 1);
        var step = watch.look(statistics, terms, BEGIN.plusSeconds(second));
        watch = step.watch();
        return step.action();
    }

    private static MigrationTerms terms(Duration completion, Duration progress, boolean pause) {
        return new MigrationTerms(Duration.ZERO, completion, progress, pause);
    }
}
