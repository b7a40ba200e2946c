package dev.yadori.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.hypervisor.Execution.OffCause;
import dev.yadori.launcher.hypervisor.FakeHypervisor;
import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.MigrationOrder;
import dev.yadori.launcher.lifecycle.GuestState.StopReason;
import dev.yadori.launcher.lifecycle.TransferReport.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest with a device of its node is moved when it has let that go. */
class ReleasingTest {
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
    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path directory;

    private GuestLifecycle guest;

    @BeforeEach
    void restart() {
        guest = new GuestLifecycle(
                hypervisor, new FileJournal(directory.resolve("journal")), clock::get, thread, stops::add);
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
    void deviceOfTheNodeIsLetGoBeforeTheGuestIsMoved() {
        askToLeaveWithFunction();
        boolean begun = hypervisor.migrates();

        hypervisor.letGo();

        await().until(hypervisor::migrates);
        assertThat(begun).isFalse();
        hypervisor.finishMigration(DOMAIN);
        awaitState(MIGRATED);
        assertThat(outgoing().phase()).isEqualTo(Phase.DEPARTED);
    }

    /** A standby carries on, and what it does not send for nobody would send to it. */
    @Test
    void networkIsToldWhereTheGuestIsBeforeItIsMoved() {
        askToLeaveWithFunction();
        boolean announced = hypervisor.calls().contains("announce");

        hypervisor.letGo();

        await().until(hypervisor::migrates);
        assertThat(announced).isFalse();
        assertThat(hypervisor.calls()).containsSubsequence("unplug ua-sriov-fast", "announce", "migrate by /m");
    }

    /** By its own user, or by its own system. */
    @Test
    void networkIsToldOnceWhereAGuestIsThatLetsADeviceGo() {
        join(guest.start(LAUNCH, READY));
        join(guest.command((domain, _) -> hypervisor.change(
                domain, Hypervisor.DeviceChange.PLUG, "<hostdev><alias name='ua-sriov-fast'/></hostdev>")));

        join(guest.command((domain, _) -> hypervisor.unplug(domain, "ua-sriov-fast")));
        hypervisor.letGo();
        join(guest.pause());

        assertThat(hypervisor.calls()).containsOnlyOnce("announce");
    }

    @Test
    void guestThatKeepsADeviceOfTheNodeIsNotMoved() {
        askToLeaveWithFunction();

        clock.set(clock.get().plus(Duration.ofSeconds(30)));

        awaitPhase(Phase.FAILED);
        assertThat(outgoing().message()).contains("does not let go", "fast");
        assertThat(state()).isEqualTo(RUNNING);
        hypervisor.letGo();
        join(guest.migrate(request(MIGRATION)));
        assertThat(hypervisor.calls()).noneMatch(call -> call.startsWith("migrate"));
    }

    @Test
    void migrationIsCancelledWhileADeviceIsLetGo() {
        askToLeaveWithFunction();

        join(guest.cancelMigration(MIGRATION));
        hypervisor.letGo();

        awaitPhase(Phase.CANCELLED);
        join(guest.pause());
        assertThat(hypervisor.calls()).noneMatch(call -> call.startsWith("migrate"));
    }

    /** Off without a word of why would be taken for having left, if it had been on its way. */
    @Test
    void guestThatEndsWhileADeviceIsLetGoHasNotLeft() {
        askToLeaveWithFunction();

        hypervisor.end(DOMAIN, OffCause.UNKNOWN);

        awaitPhase(Phase.FAILED);
        await().untilAsserted(() -> assertThat(stops).hasSize(1).doesNotContain(StopReason.MIGRATED));
    }

    @Test
    void restartedLauncherIsAskedAgainWhileADeviceIsLetGo() {
        askToLeaveWithFunction();

        restart();
        awaitState(RUNNING);
        assertThat(guest.log().current().transfer().outgoing()).isEmpty();
        hypervisor.letGo();
        join(guest.migrate(request(MIGRATION)));

        await().until(hypervisor::migrates);
    }

    private void askToLeaveWithFunction() {
        join(guest.start(LAUNCH, READY));
        join(guest.command((domain, _) -> hypervisor.change(
                domain, Hypervisor.DeviceChange.PLUG, "<hostdev><alias name='ua-sriov-fast'/></hostdev>")));
        join(guest.migrate(request(MIGRATION)));
        await().untilAsserted(() -> assertThat(hypervisor.calls()).contains("unplug ua-sriov-fast"));
        assertThat(outgoing().phase()).isEqualTo(Phase.RUNNING);
    }

    private static MigrationRequest request(UUID migration) {
        var order = new MigrationOrder(
                new MigrationOrder.Route("/l", "/m", "/d"), List.of(), new MigrationOrder.Speed(0, 0, false), false);
        return new MigrationRequest(
                migration, order, new MigrationTerms(Duration.ZERO, Duration.ZERO, Duration.ZERO, false));
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
