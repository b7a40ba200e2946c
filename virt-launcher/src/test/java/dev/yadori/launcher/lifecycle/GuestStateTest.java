package dev.yadori.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.Observation;
import dev.yadori.launcher.lifecycle.GuestState.Intent;
import dev.yadori.launcher.lifecycle.GuestState.PauseReason;
import dev.yadori.launcher.lifecycle.GuestState.StopReason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GuestStateTest {
    private static final Intent NOTHING = new Intent(false, false);
    private static final Intent ENDING = new Intent(true, false);
    private static final Intent NEVER_RESUMED = new Intent(false, true);

    private static final GuestState ABSENT = new GuestState.Absent();
    private static final GuestState STARTING = new GuestState.Starting();
    private static final GuestState RUNNING = new GuestState.Running();
    private static final GuestState SHUTTING_DOWN = new GuestState.ShuttingDown();
    private static final GuestState STOPPED = new GuestState.Stopped(StopReason.SHUTDOWN, "");

    private static final Observation GONE = new Observation.Absent();
    private static final Observation SILENCE = new Observation.Unknown("silence");

    static Stream<Arguments> transitions() {
        return Stream.of(
                row(STARTING, present(new Execution.Running()), NOTHING, RUNNING),
                row(STARTING, paused(Execution.PauseCause.USER), NEVER_RESUMED, paused(PauseReason.START_STRATEGY)),
                row(STARTING, off(Execution.OffCause.FAILED_TO_START), NOTHING, ABSENT),
                row(STARTING, off(Execution.OffCause.UNKNOWN), NOTHING, ABSENT),
                row(STARTING, GONE, NOTHING, ABSENT),
                row(STARTING, off(Execution.OffCause.SHUTDOWN), NOTHING, STOPPED),
                row(RUNNING, present(new Execution.Running()), NOTHING, RUNNING),
                row(RUNNING, present(new Execution.Running()), ENDING, SHUTTING_DOWN),
                row(RUNNING, present(new Execution.PoweringOff()), NOTHING, SHUTTING_DOWN),
                row(RUNNING, paused(Execution.PauseCause.USER), NOTHING, paused(PauseReason.USER)),
                row(RUNNING, paused(Execution.PauseCause.IO_ERROR), NOTHING, paused(PauseReason.IO_ERROR)),
                row(RUNNING, paused(Execution.PauseCause.OTHER), NEVER_RESUMED, paused(PauseReason.OTHER)),
                row(RUNNING, paused(Execution.PauseCause.USER), ENDING, SHUTTING_DOWN),
                row(RUNNING, off(Execution.OffCause.SHUTDOWN), NOTHING, STOPPED),
                row(RUNNING, off(Execution.OffCause.DESTROYED), NOTHING, stopped(StopReason.DESTROYED)),
                row(RUNNING, off(Execution.OffCause.CRASHED), NOTHING, stopped(StopReason.CRASHED)),
                row(RUNNING, SILENCE, NOTHING, unknown(RUNNING)),
                row(paused(PauseReason.USER), present(new Execution.Running()), NOTHING, RUNNING),
                row(SHUTTING_DOWN, present(new Execution.Running()), NOTHING, RUNNING),
                row(SHUTTING_DOWN, off(Execution.OffCause.SHUTDOWN), ENDING, STOPPED),
                row(SHUTTING_DOWN, SILENCE, ENDING, unknown(SHUTTING_DOWN)),
                row(unknown(RUNNING), SILENCE, NOTHING, unknown(RUNNING)),
                row(unknown(RUNNING), present(new Execution.Running()), NOTHING, RUNNING),
                row(unknown(RUNNING), off(Execution.OffCause.SHUTDOWN), NOTHING, STOPPED),
                row(unknown(STARTING), GONE, NOTHING, ABSENT),
                row(unknown(STARTING), present(new Execution.Running()), NOTHING, RUNNING),
                row(ABSENT, present(new Execution.Running()), NOTHING, ABSENT),
                row(ABSENT, SILENCE, NOTHING, ABSENT),
                row(STOPPED, present(new Execution.Running()), NOTHING, STOPPED),
                row(STOPPED, SILENCE, ENDING, STOPPED));
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void leadsTo(GuestState before, Observation seen, Intent intent, GuestState after) {
        assertThat(before.seen(seen, intent)).isEqualTo(after);
    }

    @Test
    void guestThatVanishedUnaskedHasCrashed() {
        assertThat(RUNNING.seen(GONE, NOTHING))
                .isInstanceOfSatisfying(
                        GuestState.Stopped.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo(StopReason.CRASHED));
    }

    @Test
    void guestThatVanishedAfterItWasAskedHasShutDown() {
        assertThat(unknown(SHUTTING_DOWN).seen(off(Execution.OffCause.UNKNOWN), ENDING))
                .isInstanceOfSatisfying(
                        GuestState.Stopped.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo(StopReason.SHUTDOWN));
    }

    private static Arguments row(GuestState before, Observation seen, Intent intent, GuestState after) {
        return Arguments.of(before, seen, intent, after);
    }

    private static GuestState unknown(GuestState before) {
        return new GuestState.Unknown(before, "silence");
    }

    private static GuestState paused(PauseReason reason) {
        return new GuestState.Paused(reason);
    }

    private static GuestState stopped(StopReason reason) {
        return new GuestState.Stopped(reason, "");
    }

    private static Observation present(Execution execution) {
        return new Observation.Present(execution, DomainFacts.NONE);
    }

    private static Observation paused(Execution.PauseCause cause) {
        return present(new Execution.Paused(cause));
    }

    private static Observation off(Execution.OffCause cause) {
        return present(new Execution.Off(cause));
    }
}
