package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looking for a launcher that is not there, with pauses that do not end. */
class LauncherSearchTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final FakeDoor door = new FakeDoor();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final LauncherSessions sessions = new LauncherSessions(new SessionTools(
            door, Runnable::run, timer, new SearchPace(LONG, LONG, LONG, LONG), InstantSource.system(), _ -> {}));

    @AfterEach
    void end() {
        sessions.close();
        timer.shutdownNow();
        door.close();
    }

    @Test
    void eachNewsOfAPodIsReasonToLookAndNoneToLookMoreOftenFromThenOn() {
        timer.setRemoveOnCancelPolicy(true);

        for (int i = 0; i < 5; i++) {
            sessions.appeared(Handler.pod());
        }

        assertThat(door.knocks).hasValue(5);
        assertThat(timer.getQueue()).hasSize(1);
    }

    @Test
    void nothingIsDueAnyMoreWhenThePodIsGone() {
        timer.setRemoveOnCancelPolicy(true);
        sessions.appeared(Handler.pod());

        sessions.gone(Sample.POD_UID);

        assertThat(timer.getQueue()).isEmpty();
    }
}
