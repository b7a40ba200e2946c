package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.handler.launcher.FakeLauncher;
import dev.yadori.handler.launcher.Transfer;
import dev.yadori.proto.handler.v1.MigrationWelcome.Outcome;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.GuestStatus.State;
import dev.yadori.proto.launcher.v1.GuestStatus.StopReason;
import dev.yadori.proto.launcher.v1.OutgoingMigration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guest leaves: everything at the source but the operator's queue, the API server and the other node. */
class DepartureJourneyTest {
    private static final Map<String, Object> READY =
            Map.of("targetNodeAddress", "10.0.0.2", "targetDirectMigrationNodePorts", Map.of("8188", 0));

    private final FakeLauncher launcher = new FakeLauncher(Sample.VMI_UID);
    private final FakeDoor door = new FakeDoor();
    private final FakeGuestObjects objects = new FakeGuestObjects(SourcePlannerTest.guest(READY));
    private final Handler handler = new Handler(door, objects);

    @BeforeEach
    void begin() {
        launcher.become(State.STATE_RUNNING);
        door.serve(launcher);
        handler.start();
    }

    @AfterEach
    void stop() {
        handler.close();
        door.close();
    }

    @Test
    void theStartIsWrittenAndThenTheLauncherIsAsked() {
        await().untilAsserted(() -> assertThat(launcher.migrations()).containsExactly(SourcePlannerTest.MIGRATION));

        assertThat(state().startTimestamp()).isNotNull();
        assertThat(handler.wire.open).hasSize(1);
        assertThat(handler.wire.approached).isNotEmpty();
    }

    @Test
    void aGuestWhoseStartIsNotWrittenIsNotAskedToLeave() {
        var changed = new FakeGuestObjects(SourcePlannerTest.guest(READY));
        try (var late = new Handler(door, changed)) {
            changed.store(Sample.written(changed.stored(), Map.of("migrationState", Map.of("abortRequested", true))));

            late.start();

            await().untilAsserted(() -> {
                late.wake();
                assertThat(changed.refused).hasValueGreaterThan(2);
            });
            late.hears(changed.stored());
            await().untilAsserted(() -> assertThat(late.wire.open).isEmpty());
            assertThat(late.wire.approached).isNotEmpty();
        }
    }

    @Test
    void aGuestThatHasLeftIsToldOfUntilItsObjectSaysSo() {
        leave();
        await().untilAsserted(() -> assertThat(handler.wire.told).contains(false));
        assertThat(launcher.isReleased()).isFalse();

        handler.wire.answer = Outcome.OUTCOME_ARRIVED;
        objects.store(Sample.written(objects.stored(), Map.of("nodeName", "node2")));

        await().untilAsserted(() -> assertThat(launcher.isReleased()).isTrue());
        assertThat(phase()).isEqualTo(VirtualMachineInstancePhase.RUNNING);
    }

    @Test
    void theTargetHearsOfItWithoutTheApiServer() {
        await().untilAsserted(() -> assertThat(launcher.migrations()).isNotEmpty());
        objects.goAway(true);

        launcher.become(departed(State.STATE_PAUSED));
        await().until(() -> handler.considered
                .get()
                .flatMap(report -> report.transfer().outgoing())
                .filter(outgoing -> outgoing.phase() == Transfer.Phase.DEPARTED)
                .isPresent());
        launcher.become(departed(State.STATE_STOPPED));

        await().untilAsserted(() -> assertThat(handler.wire.told).isNotEmpty());
    }

    @Test
    void aNewProcessTellsItAgain() {
        leave();
        await().untilAsserted(() -> assertThat(handler.wire.told).isNotEmpty());
        try (var next = new Handler(door, objects)) {
            next.start();

            await().untilAsserted(() -> assertThat(next.wire.told).isNotEmpty());
        }
    }

    @Test
    void aGuestThatIsLostHasFailed() {
        handler.wire.answer = Outcome.OUTCOME_LOST;

        leave();

        await().untilAsserted(() -> assertThat(phase()).isEqualTo(VirtualMachineInstancePhase.FAILED));
        assertThat(Objects.requireNonNull(state().failureReason())).contains("lost");
    }

    private void leave() {
        await().untilAsserted(() -> assertThat(launcher.migrations()).isNotEmpty());
        launcher.become(departed(State.STATE_STOPPED));
    }

    private static GuestStatus departed(State state) {
        return GuestStatus.newBuilder()
                .setState(state)
                .setStopReason(
                        state == State.STATE_STOPPED
                                ? StopReason.STOP_REASON_MIGRATED
                                : StopReason.STOP_REASON_UNSPECIFIED)
                .setOutgoing(OutgoingMigration.newBuilder()
                        .setMigrationUid(SourcePlannerTest.MIGRATION)
                        .setPhase(OutgoingMigration.Phase.PHASE_DEPARTED))
                .build();
    }

    private dev.yadori.crds.v1.MigrationState state() {
        return Objects.requireNonNull(
                Objects.requireNonNull(objects.stored().getStatus()).migrationState());
    }

    private VirtualMachineInstancePhase phase() {
        return Objects.requireNonNull(
                Objects.requireNonNull(objects.stored().getStatus()).phase());
    }
}
