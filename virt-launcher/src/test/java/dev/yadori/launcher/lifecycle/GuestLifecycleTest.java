package dev.yadori.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.FakeHypervisor;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.lifecycle.GuestState.PauseReason;
import dev.yadori.launcher.lifecycle.GuestState.StopReason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestLifecycleTest {
    private static final UUID DOMAIN = new UUID(1, 2);
    private static final Launch LAUNCH = new Launch(DOMAIN, new UUID(3, 4), false, Duration.ofSeconds(30));
    private static final Launch PAUSED = new Launch(DOMAIN, new UUID(3, 4), true, Duration.ofSeconds(30));
    private static final Preparation READY =
            () -> new Preparation.PreparedDomain("<uuid>" + DOMAIN + "</uuid>", Optional.empty());

    private final FakeHypervisor hypervisor = new FakeHypervisor();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<StopReason> stops = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    private GuestLifecycle guest;

    @BeforeEach
    void restart() {
        guest = new GuestLifecycle(
                hypervisor, new FileJournal(directory.resolve("journal")), InstantSource.system(), thread, stops::add);
        guest.attach();
    }

    @AfterEach
    void end() {
        thread.shutdownNow();
        // The folder of the journal is deleted next.
        thread.close();
    }

    @Test
    void startedGuestRuns() {
        assertThat(join(guest.start(LAUNCH, READY)).state()).isEqualTo(new GuestState.Running());
    }

    @Test
    void secondStartLeavesTheGuestAlone() {
        join(guest.start(LAUNCH, READY));

        join(guest.start(LAUNCH, READY));

        assertThat(hypervisor.calls()).containsExactly("define", "start");
    }

    @Test
    void anotherGuestIsRefused() {
        join(guest.start(LAUNCH, READY));
        var other = new Launch(DOMAIN, new UUID(9, 9), false, Duration.ZERO);

        assertThatThrownBy(() -> join(guest.start(other, READY)))
                .rootCause()
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.kind()).isEqualTo(StartException.Kind.OTHER_GUEST));
    }

    @Test
    void failedStartIsTriedAgainAndEndsNothing() {
        hypervisor.failStart(new HypervisorException(HypervisorException.Reason.FAILED, "no disk"));

        assertThatThrownBy(() -> join(guest.start(LAUNCH, READY))).hasRootCauseMessage("no disk");
        assertThat(state()).isEqualTo(new GuestState.Absent());
        assertThat(join(guest.start(LAUNCH, READY)).state()).isEqualTo(new GuestState.Running());
        assertThat(stops).isEmpty();
    }

    @Test
    void failedPreparationIsTriedAgain() {
        assertThatThrownBy(() -> join(guest.start(LAUNCH, () -> {
                    throw new StartException(StartException.Kind.MISSING, "NO_IMAGE", "no image");
                })))
                .hasRootCauseMessage("no image");

        assertThat(join(guest.start(LAUNCH, READY)).state()).isEqualTo(new GuestState.Running());
    }

    @Test
    void fallbackIsStartedWhereTheFirstFails() {
        hypervisor.failStart(new HypervisorException(HypervisorException.Reason.FAILED, "kvm"));
        var xml = "<uuid>" + DOMAIN + "</uuid>";

        var report = join(guest.start(LAUNCH, () -> new Preparation.PreparedDomain(xml, Optional.of(xml))));

        assertThat(report.state()).isEqualTo(new GuestState.Running());
    }

    @Test
    void startWaitsForTheDaemon() {
        hypervisor.reach(false);
        var result = guest.start(LAUNCH, READY);
        await().until(() -> state() instanceof GuestState.Starting);

        hypervisor.reach(true);

        assertThat(join(result).state()).isEqualTo(new GuestState.Running());
    }

    @Test
    void silenceEndsNothing() {
        join(guest.start(LAUNCH, READY));

        hypervisor.reach(false);
        await().until(() -> state() instanceof GuestState.Unknown);
        hypervisor.reach(true);

        await().untilAsserted(() -> assertThat(state()).isEqualTo(new GuestState.Running()));
        assertThat(stops).isEmpty();
    }

    @Test
    void guestThatPowersOffStopsOnce() {
        join(guest.start(LAUNCH, READY));

        hypervisor.end(DOMAIN, Execution.OffCause.SHUTDOWN);

        await().untilAsserted(() -> assertThat(stops).containsExactly(StopReason.SHUTDOWN));
    }

    @Test
    void obedientGuestShutsDown() {
        hypervisor.obey();
        join(guest.start(LAUNCH, READY));

        guest.shutdown(Duration.ofSeconds(30));

        await().untilAsserted(() -> assertThat(stops).containsExactly(StopReason.SHUTDOWN));
        assertThat(hypervisor.calls()).endsWith("power off by ACPI");
    }

    @Test
    void agentIsAskedFirst() {
        hypervisor.obey();
        join(guest.start(LAUNCH, READY));
        hypervisor.connectAgent();

        guest.shutdown(Duration.ofSeconds(30));

        await().untilAsserted(() -> assertThat(hypervisor.calls()).endsWith("power off by AGENT"));
        await().untilAsserted(() -> assertThat(stops).containsExactly(StopReason.SHUTDOWN));
    }

    @Test
    void deafGuestIsEndedAfterItsTime() {
        join(guest.start(LAUNCH, READY));

        guest.shutdown(Duration.ofMillis(200));

        await().untilAsserted(() -> assertThat(stops).containsExactly(StopReason.DESTROYED));
        assertThat(hypervisor.calls()).containsSubsequence("power off by ACPI", "destroy");
    }

    @Test
    void guestThatNeverRanIsEndedAtOnce() {
        join(guest.start(PAUSED, READY));

        guest.shutdown(Duration.ofMinutes(5));

        await().untilAsserted(() -> assertThat(stops).containsExactly(StopReason.DESTROYED));
    }

    @Test
    void pausedGuestIsResumedToHear() {
        hypervisor.obey();
        join(guest.start(LAUNCH, READY));
        join(guest.pause());

        guest.shutdown(Duration.ofMinutes(5));

        await().untilAsserted(() -> assertThat(stops).containsExactly(StopReason.SHUTDOWN));
        assertThat(hypervisor.calls()).endsWith("resume", "power off by ACPI");
    }

    @Test
    void startStrategyIsOverOnceItRan() {
        join(guest.start(PAUSED, READY));
        assertThat(state()).isEqualTo(new GuestState.Paused(PauseReason.START_STRATEGY));

        join(guest.resume());
        join(guest.pause());

        assertThat(state()).isEqualTo(new GuestState.Paused(PauseReason.USER));
    }

    @Test
    void absentGuestCannotBePaused() {
        assertThatThrownBy(() -> join(guest.pause()))
                .rootCause()
                .isInstanceOfSatisfying(
                        HypervisorException.class,
                        e -> assertThat(e.reason()).isEqualTo(HypervisorException.Reason.WRONG_STATE));
    }

    @Test
    void terminatingWithoutGuestEndsAtOnce() {
        guest.terminate();

        await().untilAsserted(() -> assertThat(stops).containsExactly(StopReason.DESTROYED));
    }

    @Test
    void restartedLauncherFindsItsGuest() {
        join(guest.start(LAUNCH, READY));

        restart();

        await().untilAsserted(() -> assertThat(state()).isEqualTo(new GuestState.Running()));
        assertThat(hypervisor.calls()).containsExactly("define", "start");
    }

    @Test
    void restartedLauncherGoesOnEnding() {
        join(guest.start(LAUNCH, READY));
        guest.shutdown(Duration.ofSeconds(1));
        await().untilAsserted(() -> assertThat(state()).isEqualTo(new GuestState.ShuttingDown()));

        restart();

        await().untilAsserted(() -> assertThat(hypervisor.calls()).contains("destroy"));
        await().untilAsserted(() -> assertThat(state()).isInstanceOf(GuestState.Stopped.class));
    }

    @Test
    void restartedLauncherLearnsWhatItMissed() {
        join(guest.start(LAUNCH, READY));
        hypervisor.enter(DOMAIN, new Execution.Off(Execution.OffCause.CRASHED));

        restart();

        await().untilAsserted(() -> assertThat(state()).isEqualTo(new GuestState.Stopped(StopReason.CRASHED, "")));
    }

    private GuestState state() {
        return guest.log().current().state();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
