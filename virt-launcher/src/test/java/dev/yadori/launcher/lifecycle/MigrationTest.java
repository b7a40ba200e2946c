package dev.yadori.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.Execution.OffCause;
import dev.yadori.launcher.hypervisor.Execution.PauseCause;
import dev.yadori.launcher.hypervisor.FakeHypervisor;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.MigrationJob.Statistics;
import dev.yadori.launcher.hypervisor.MigrationOrder;
import dev.yadori.launcher.lifecycle.GuestState.StopReason;
import dev.yadori.launcher.lifecycle.TransferReport.Phase;
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

class MigrationTest {
    private static final UUID DOMAIN = new UUID(1, 2);
    private static final UUID MIGRATION = new UUID(5, 6);
    private static final Launch LAUNCH = new Launch(DOMAIN, new UUID(3, 4), false, Duration.ofSeconds(30));
    private static final GuestState RUNNING = new GuestState.Running();
    private static final GuestState MIGRATED = new GuestState.Stopped(StopReason.MIGRATED, "");
    private static final Preparation READY =
            () -> new Preparation.PreparedDomain("<uuid>" + DOMAIN + "</uuid>", Optional.empty());

    private final FakeHypervisor hypervisor = new FakeHypervisor();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<StopReason> stops = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private GuestLifecycle guest;

    @BeforeEach
    void restart() {
        guest = new GuestLifecycle(
                hypervisor, new FileJournal(directory.resolve("journal")), InstantSource.system(), thread, stops::add);
        guest.attach();
    }

    @AfterEach
    void end() throws InterruptedException {
        hypervisor.breakMigration("the test is over");
        thread.shutdownNow();
        assertThat(thread.awaitTermination(10, TimeUnit.SECONDS))
                .as("nobody writes the journal any more")
                .isTrue();
    }

    @Test
    void guestThatHasLeftIsMigratedAndTheLauncherStays() {
        leave();

        hypervisor.finishMigration(DOMAIN);

        awaitState(MIGRATED);
        assertThat(outgoing().phase()).isEqualTo(Phase.DEPARTED);
        assertThat(stops).isEmpty();
    }

    @Test
    void guestWhoseEmulatorHasEndedHasLeftBeforeTheHypervisorSaysSo() {
        leave();
        hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.MIGRATION));
        await().untilAsserted(() -> assertThat(state()).isInstanceOf(GuestState.Paused.class));

        hypervisor.endEmulator();

        awaitState(MIGRATED);
        assertThat(outgoing().phase()).isEqualTo(Phase.DEPARTED);
        assertThat(stops).isEmpty();
    }

    @Test
    void emulatorThatEndsWhileItsGuestRunsProvesNothing() {
        leave();

        hypervisor.endEmulator();
        hypervisor.end(DOMAIN, OffCause.CRASHED);
        hypervisor.breakMigration("it crashed");

        await().untilAsserted(() -> assertThat(stops).containsExactly(StopReason.CRASHED));
        assertThat(outgoing().phase()).isNotEqualTo(Phase.DEPARTED);
    }

    @Test
    void launcherEndsWhenItIsReleased() {
        leave();
        hypervisor.finishMigration(DOMAIN);
        awaitState(MIGRATED);

        guest.release();

        await().untilAsserted(() -> assertThat(stops).containsExactly(StopReason.MIGRATED));
    }

    @Test
    void restartedLauncherRemembersThatItsGuestHasLeft() {
        leave();
        hypervisor.finishMigration(DOMAIN);
        awaitState(MIGRATED);
        hypervisor.forget(DOMAIN);

        restart();

        assertThat(state()).isEqualTo(MIGRATED);
        await().untilAsserted(() -> assertThat(outgoing().phase()).isEqualTo(Phase.DEPARTED));
    }

    @Test
    void brokenMigrationLeavesTheGuest() {
        leave();

        hypervisor.breakMigration("the target is gone");

        awaitPhase(Phase.FAILED);
        assertThat(outgoing().message()).isEqualTo("the target is gone");
        assertThat(state()).isEqualTo(RUNNING);
    }

    @Test
    void cancelledMigrationLeavesTheGuest() {
        leave();

        join(guest.cancelMigration(MIGRATION));

        awaitPhase(Phase.CANCELLED);
        assertThat(state()).isEqualTo(RUNNING);
    }

    @Test
    void cancellingTooLateIsNoCancelling() {
        leave();
        hypervisor.finishMigration(DOMAIN);
        awaitState(MIGRATED);

        join(guest.cancelMigration(MIGRATION));

        assertThat(outgoing().phase()).isEqualTo(Phase.DEPARTED);
    }

    @Test
    void migrationThatIsCancelledBeforeItBeginsNeverDoes() {
        join(guest.start(LAUNCH, READY));

        join(guest.cancelMigration(MIGRATION));
        join(guest.migrate(request(MIGRATION)));
        join(guest.pause());

        assertThat(outgoing().phase()).isEqualTo(Phase.CANCELLED);
        assertThat(hypervisor.calls()).noneMatch(call -> call.startsWith("migrate"));
    }

    @Test
    void aMigrationThatFailedIsNotTriedAgain() {
        leave();
        hypervisor.breakMigration("no");
        awaitPhase(Phase.FAILED);

        join(guest.migrate(request(MIGRATION)));
        join(guest.pause());

        assertThat(hypervisor.calls())
                .filteredOn(call -> call.startsWith("migrate"))
                .hasSize(1);
    }

    @Test
    void aSecondMigrationIsRefusedWhileOneGoesOn() {
        leave();

        assertThatThrownBy(() -> join(guest.migrate(request(new UUID(7, 8)))))
                .rootCause()
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.reason()).isEqualTo("OTHER_MIGRATION"));
    }

    @Test
    void guestThatIsBeingMovedIsNotPaused() {
        leave();

        assertThatThrownBy(() -> join(guest.pause())).hasRootCauseInstanceOf(HypervisorException.class);
    }

    @Test
    void pausedSourceGoesOnWhereTheMigrationIsKnownToBeOver() {
        leave();
        hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.MIGRATION));

        hypervisor.breakMigration("libvirt was restarted");

        awaitPhase(Phase.FAILED);
        assertThat(state()).isEqualTo(RUNNING);
    }

    @Test
    void silenceDuringAMigrationEndsNothing() {
        leave();

        hypervisor.reach(false);
        hypervisor.breakMigration("connection lost");
        await().untilAsserted(() -> assertThat(state()).isInstanceOf(GuestState.Unknown.class));
        var during = outgoing().phase();
        hypervisor.end(DOMAIN, OffCause.UNKNOWN);
        hypervisor.reach(true);

        assertThat(during).isEqualTo(Phase.RUNNING);
        awaitState(MIGRATED);
    }

    @Test
    void guestThatEndsByItselfHasNotLeft() {
        leave();

        hypervisor.end(DOMAIN, OffCause.SHUTDOWN);
        hypervisor.breakMigration("domain is gone");

        awaitState(new GuestState.Stopped(StopReason.SHUTDOWN, ""));
        assertThat(stops).containsExactly(StopReason.SHUTDOWN);
    }

    @Test
    void standstillGrowsWithTheRoundsThatWereInVain() {
        join(guest.start(LAUNCH, READY));
        join(guest.migrate(request(MIGRATION, Duration.ofMillis(900))));
        await().until(hypervisor::migrates);

        hypervisor.progress(new Statistics(Duration.ofSeconds(1), 100, 40, 60, 9, 7, 3, Duration.ZERO, 4));

        await().untilAsserted(() -> assertThat(hypervisor.calls())
                .filteredOn(call -> call.startsWith("downtime"))
                .containsExactly("downtime 50", "downtime 200"));
    }

    @Test
    void endingTheGuestEndsTheMigration() {
        leave();

        guest.shutdown(Duration.ofSeconds(30));

        await().untilAsserted(() -> assertThat(hypervisor.calls()).contains("abort migration"));
    }

    @Test
    void comingGuestDoesNotRunBeforeItIsReleased() {
        join(guest.expect(LAUNCH, READY, MIGRATION));
        hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.USER));
        awaitState(new GuestState.Incoming(true));

        var report = join(guest.complete(MIGRATION, false));

        assertThat(report.state()).isEqualTo(RUNNING);
        assertThat(hypervisor.calls()).containsExactly("resume");
    }

    @Test
    void guestThatHasBeenSeenToBeCompleteGoesOnBeforeItIsLookedAtAgain() {
        join(guest.expect(LAUNCH, READY, MIGRATION));
        hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.USER));
        awaitState(new GuestState.Incoming(true));

        hypervisor.say(false);
        assertThatThrownBy(() -> join(guest.complete(MIGRATION, false))).hasRootCauseInstanceOf(StartException.class);

        assertThat(hypervisor.calls()).containsExactly("resume");
        hypervisor.say(true);
        awaitState(RUNNING);
    }

    @Test
    void comingGuestIsNotReleasedBeforeAllOfItIsThere() {
        join(guest.expect(LAUNCH, READY, MIGRATION));
        hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.MIGRATION));

        assertThatThrownBy(() -> join(guest.complete(MIGRATION, false)))
                .rootCause()
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.reason()).isEqualTo("NOT_COMPLETE"));
        hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.USER));

        awaitState(RUNNING);
    }

    @Test
    void comingGuestThatIsGoneAfterItsSourceStoppedIsLost() {
        join(guest.expect(LAUNCH, READY, MIGRATION));
        hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.USER));
        hypervisor.end(DOMAIN, OffCause.CRASHED);

        assertThatThrownBy(() -> join(guest.complete(MIGRATION, false))).hasRootCauseInstanceOf(StartException.class);

        await().untilAsserted(() -> assertThat(stops).containsExactly(StopReason.CRASHED));
    }

    @Test
    void guestThatItsUserHadPausedStaysPaused() {
        join(guest.expect(LAUNCH, READY, MIGRATION));
        hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.USER));

        var report = join(guest.complete(MIGRATION, true));

        assertThat(report.state()).isEqualTo(new GuestState.Paused(GuestState.PauseReason.USER));
        assertThat(hypervisor.calls()).isEmpty();
    }

    @Test
    void releaseOutlivesTheLauncher() {
        join(guest.expect(LAUNCH, READY, MIGRATION));
        hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.MIGRATION));
        assertThatThrownBy(() -> join(guest.complete(MIGRATION, false))).hasRootCauseInstanceOf(StartException.class);

        hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.USER));
        restart();

        awaitState(RUNNING);
    }

    @Test
    void guestThatHasArrivedIsOneLikeAnyOther() {
        join(guest.expect(LAUNCH, READY, MIGRATION));
        hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.USER));
        join(guest.complete(MIGRATION, false));

        restart();
        awaitState(RUNNING);
        join(guest.pause());

        assertThat(state()).isEqualTo(new GuestState.Paused(GuestState.PauseReason.USER));
    }

    @Test
    void podThatIsEndedBeforeAGuestComesEnds() {
        join(guest.expect(LAUNCH, READY, MIGRATION));

        guest.terminate();

        await().untilAsserted(() -> assertThat(stops).containsExactly(StopReason.DESTROYED));
    }

    private void leave() {
        join(guest.start(LAUNCH, READY));
        join(guest.migrate(request(MIGRATION)));
        await().until(hypervisor::migrates);
    }

    private static MigrationRequest request(UUID migration) {
        return request(migration, Duration.ZERO);
    }

    private static MigrationRequest request(UUID migration, Duration downtime) {
        var order = new MigrationOrder(
                new MigrationOrder.Route("/l", "/m", "/d"), List.of(), new MigrationOrder.Speed(0, 0, false), false);
        return new MigrationRequest(
                migration, order, new MigrationTerms(downtime, Duration.ZERO, Duration.ZERO, false));
    }

    private TransferReport.Outgoing outgoing() {
        return guest.log().current().transfer().outgoing().orElseThrow();
    }

    private GuestState state() {
        return guest.log().current().state();
    }

    private void awaitState(GuestState state) {
        await().untilAsserted(() -> assertThat(state()).isEqualTo(state));
    }

    private void awaitPhase(Phase phase) {
        await().untilAsserted(() -> assertThat(outgoing().phase()).isEqualTo(phase));
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
