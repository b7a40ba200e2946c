package dev.yadori.launcher.grpc;

import static dev.yadori.launcher.grpc.ServedLauncher.DOMAIN;
import static dev.yadori.launcher.grpc.ServedLauncher.assertFailure;
import static dev.yadori.launcher.grpc.ServedLauncher.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.Execution.OffCause;
import dev.yadori.launcher.hypervisor.Execution.PauseCause;
import dev.yadori.launcher.hypervisor.MigrationJob;
import dev.yadori.proto.launcher.v1.CancelMigrationRequest;
import dev.yadori.proto.launcher.v1.CompleteIncomingRequest;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.GuestStatus.State;
import dev.yadori.proto.launcher.v1.GuestStatus.StopReason;
import dev.yadori.proto.launcher.v1.MigrateGuestRequest;
import dev.yadori.proto.launcher.v1.MigrationProgress;
import dev.yadori.proto.launcher.v1.MigrationTerms;
import dev.yadori.proto.launcher.v1.OutgoingMigration.Phase;
import dev.yadori.proto.launcher.v1.PrepareIncomingRequest;
import dev.yadori.proto.launcher.v1.WatchGuestRequest;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls by which a guest is moved, on both sides. */
class GrpcMigrationTest {
    private static final String MIGRATION = new UUID(5, 6).toString();
    private static final String OTHER = new UUID(7, 8).toString();

    @TempDir
    Path folder;

    private ServedLauncher launcher;

    @BeforeEach
    void serve() throws IOException {
        launcher = new ServedLauncher(folder);
    }

    @AfterEach
    void end() {
        launcher.hypervisor.breakMigration("the test is over");
        launcher.close();
    }

    @Test
    void guestThatIsToLeaveTakesTheSocketsOfItsMigration() {
        leave();

        await().until(launcher.hypervisor::migrates);
        assertThat(launcher.hypervisor.calls())
                .contains("migrate by " + folder.resolve("migration").resolve(MIGRATION + ".memory"));
        assertThat(status().getOutgoing().getMigrationUid()).isEqualTo(MIGRATION);
        assertThat(status().getOutgoing().getPhase()).isEqualTo(Phase.PHASE_RUNNING);
    }

    @Test
    void howFarTheGuestIsIsTold() {
        launcher.hypervisor.progress(
                new MigrationJob.Statistics(Duration.ofSeconds(1), 100, 40, 60, 9, 7, 3, Duration.ZERO, 1));
        leave();

        await().untilAsserted(() -> assertThat(status().getOutgoing().getProgress())
                .isEqualTo(MigrationProgress.newBuilder()
                        .setTotalBytes(100)
                        .setTransferredBytes(40)
                        .setRemainingBytes(60)
                        .setBandwidthBytes(9)
                        .setMemoryBandwidthBytes(7)
                        .setDirtiedBytesPerSecond(3)
                        .setElapsed(com.google.protobuf.Duration.newBuilder().setSeconds(1))
                        .setDowntime(com.google.protobuf.Duration.getDefaultInstance())
                        .build()));
    }

    @Test
    void askingAgainBeginsNothing() {
        leave();
        await().until(launcher.hypervisor::migrates);

        migrate(MIGRATION, MigrationTerms.getDefaultInstance());

        assertThat(launcher.hypervisor.calls())
                .filteredOn(call -> call.startsWith("migrate"))
                .hasSize(1);
    }

    @Test
    void secondMigrationIsRefused() {
        leave();

        assertFailure(
                () -> migrate(OTHER, MigrationTerms.getDefaultInstance()),
                Status.Code.ALREADY_EXISTS,
                "OTHER_MIGRATION");
    }

    @Test
    void guestThatDoesNotRunCannotLeave() {
        assertFailure(
                () -> migrate(MIGRATION, MigrationTerms.getDefaultInstance()),
                Status.Code.FAILED_PRECONDITION,
                "GUEST_NOT_RUNNING");
    }

    @ParameterizedTest
    @CsvSource({
        "x, vda, 0, migration_uid",
        "'', 'vda; rm', 0, terms.copied_drives",
        "'', vda, 65, terms.parallel_connections"
    })
    void fieldThatIsWrongIsNamed(String uid, String drive, int connections, String field) {
        launcher.started();
        var terms = MigrationTerms.newBuilder()
                .addCopiedDrives(drive)
                .setParallelConnections(connections)
                .build();

        var failure = assertFailure(
                () -> migrate(uid.isEmpty() ? MIGRATION : uid, terms), Status.Code.INVALID_ARGUMENT, "INVALID_FIELD");

        assertThat(failure).hasMessageContaining(field);
    }

    @Test
    void cancelledMigrationLeavesTheGuestAndSaysSo() {
        leave();
        await().until(launcher.hypervisor::migrates);

        cancel(MIGRATION);

        await().untilAsserted(
                        () -> assertThat(status().getOutgoing().getPhase()).isEqualTo(Phase.PHASE_CANCELLED));
        assertThat(status().getState()).isEqualTo(State.STATE_RUNNING);
    }

    @Test
    void migrationThatIsCancelledBeforeItBeganNeverBegins() {
        launcher.started();

        cancel(MIGRATION);
        migrate(MIGRATION, MigrationTerms.getDefaultInstance());

        assertThat(status().getOutgoing().getPhase()).isEqualTo(Phase.PHASE_CANCELLED);
        assertThat(launcher.hypervisor.calls()).noneMatch(call -> call.startsWith("migrate"));
    }

    @Test
    void guestThatHasLeftIsToldAsMigrated() {
        leave();
        await().until(launcher.hypervisor::migrates);

        launcher.hypervisor.finishMigration(DOMAIN);

        await().untilAsserted(() -> {
            assertThat(status().getState()).isEqualTo(State.STATE_STOPPED);
            assertThat(status().getStopReason()).isEqualTo(StopReason.STOP_REASON_MIGRATED);
            assertThat(status().getOutgoing().getPhase()).isEqualTo(Phase.PHASE_DEPARTED);
        });
    }

    @Test
    void guestThatArrivesStaysPausedUntilItsSourceHasStopped() {
        expect();
        launcher.hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.USER));
        await().untilAsserted(
                        () -> assertThat(status().getIncoming().getComplete()).isTrue());

        var arrived = complete(MIGRATION);

        assertThat(arrived.getState()).isEqualTo(State.STATE_RUNNING);
        assertThat(launcher.hypervisor.calls()).contains("resume");
    }

    @Test
    void guestThatIsNotAllThereIsNotComplete() {
        expect();
        launcher.hypervisor.enter(DOMAIN, new Execution.Paused(PauseCause.MIGRATION));

        assertFailure(() -> complete(MIGRATION), Status.Code.FAILED_PRECONDITION, "NOT_COMPLETE");
    }

    @Test
    void guestThatIsGoneAtTheTargetHasEnded() {
        expect();
        launcher.hypervisor.end(DOMAIN, OffCause.CRASHED);

        assertFailure(() -> complete(MIGRATION), Status.Code.FAILED_PRECONDITION, "GUEST_ENDED");
    }

    @Test
    void nobodyCompletesAMigrationThatIsNotExpected() {
        expect();

        assertFailure(() -> complete(OTHER), Status.Code.FAILED_PRECONDITION, "NO_MIGRATION");
    }

    @Test
    void launcherThatHasAGuestExpectsNone() {
        launcher.started();

        assertFailure(this::expect, Status.Code.ALREADY_EXISTS, "OTHER_GUEST");
    }

    private void leave() {
        launcher.started();
        migrate(MIGRATION, MigrationTerms.getDefaultInstance());
    }

    private void migrate(String migration, MigrationTerms terms) {
        var _ = launcher.blocking()
                .migrateGuest(MigrateGuestRequest.newBuilder()
                        .setMigrationUid(migration)
                        .setTerms(terms)
                        .build());
    }

    private void cancel(String migration) {
        var _ = launcher.blocking()
                .cancelMigration(CancelMigrationRequest.newBuilder()
                        .setMigrationUid(migration)
                        .build());
    }

    private void expect() {
        var _ = launcher.blocking()
                .prepareIncoming(PrepareIncomingRequest.newBuilder()
                        .setMigrationUid(MIGRATION)
                        .setSpec(spec())
                        .build());
    }

    private GuestStatus complete(String migration) {
        return launcher.blocking()
                .completeIncoming(CompleteIncomingRequest.newBuilder()
                        .setMigrationUid(migration)
                        .build())
                .getStatus();
    }

    /** What somebody who begins to watch is told first. */
    private GuestStatus status() {
        return launcher.blocking()
                .watchGuest(WatchGuestRequest.newBuilder()
                        .setFromSequence(Long.MAX_VALUE)
                        .build())
                .next()
                .getEvent()
                .getStatus();
    }
}
