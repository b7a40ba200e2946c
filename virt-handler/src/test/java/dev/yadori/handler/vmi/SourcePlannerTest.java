package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.MigrationState.AbortStatus;
import dev.yadori.crds.v1.MigrationState.MigrationMode;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.GuestState;
import dev.yadori.handler.launcher.Transfer;
import dev.yadori.handler.launcher.Transfer.Phase;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourcePlannerTest {
    static final String MIGRATION = "99999999-9999-9999-9999-999999999999";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Map<String, Object> READY =
            Map.of("targetNodeAddress", "10.0.0.2", "targetDirectMigrationNodePorts", Map.of("8188", 0));
    private static final Map<String, Object> STARTED = Map.of("startTimestamp", NOW, "mode", "PreCopy");
    private static final Map<String, Object> ABORTED = Map.of("abortRequested", true);

    @Test
    void nothingHappensBeforeTheTargetIsReady() {
        assertThat(plan(guest(), running())).isEqualTo(SourcePlanner.Part.NOTHING);
    }

    @Test
    void theStartIsWrittenWithWhatFollowsFromIt() {
        var plan = plan(guest(READY), running());

        assertThat(plan.state())
                .containsExactly(Map.entry("startTimestamp", NOW), Map.entry("mode", MigrationMode.PRE_COPY));
        assertThat(plan.actions()).singleElement().isInstanceOf(VmiAction.Migrate.class);
    }

    @Test
    void aMigrationThatIsCancelledIsNotStarted() {
        assertThat(plan(guest(READY, ABORTED), running())).isEqualTo(SourcePlanner.Part.NOTHING);
    }

    @Test
    void aGuestThatNobodyHasSeenRunningIsNotMoved() {
        assertThat(plan(guest(READY), Sample.silentSince(NOW))).isEqualTo(SourcePlanner.Part.NOTHING);
    }

    @Test
    void oneThatIsWrittenIsBegun() {
        var plan = plan(guest(READY, STARTED), running());

        assertThat(plan.state()).isEmpty();
        assertThat(plan.actions()).singleElement().isInstanceOfSatisfying(VmiAction.Migrate.class, migrate -> {
            assertThat(migrate.podUid()).isEqualTo(Sample.POD_UID);
            assertThat(migrate.departure().destination().migration()).hasToString(MIGRATION);
            assertThat(migrate.departure().destination().target().getPort()).isEqualTo(8188);
        });
    }

    @Test
    void oneThatIsCancelledAfterItsStartIsCancelledAtTheLauncher() {
        var plan = plan(guest(READY, STARTED, ABORTED), running());

        assertThat(plan.state()).containsExactly(Map.entry("abortStatus", AbortStatus.ABORTING));
        assertThat(plan.actions()).containsExactly(new VmiAction.CancelMigration(Sample.POD_UID, MIGRATION));
    }

    @Test
    void oneThatGoesOnIsLookedAfterByANewProcessToo() {
        var plan = plan(guest(READY, STARTED), moving(Phase.RUNNING, false));

        assertThat(plan.state()).isEmpty();
        assertThat(plan.actions()).singleElement().isInstanceOf(VmiAction.Migrate.class);
    }

    @Test
    void aPausedGuestIsShown() {
        assertThat(plan(guest(READY, STARTED), moving(Phase.RUNNING, true)).state())
                .containsExactly(Map.entry("mode", MigrationMode.PAUSED));
    }

    @Test
    void whatFailedAtTheLauncherHasFailed() {
        assertThat(plan(guest(READY, STARTED), moving(Phase.FAILED, false)).state())
                .containsEntry("completed", true)
                .containsEntry("failed", true)
                .containsEntry("failureReason", "because")
                .containsEntry("endTimestamp", NOW)
                .doesNotContainKey("abortStatus");
    }

    @Test
    void whatWasCancelledIsAcknowledged() {
        assertThat(plan(guest(READY, STARTED, ABORTED), moving(Phase.CANCELLED, false))
                        .state())
                .containsEntry("completed", true)
                .containsEntry("abortStatus", AbortStatus.SUCCEEDED);
    }

    @Test
    void aGuestThatHasLeftIsForTheTargetToClaim() {
        var left = new GuestReport(
                new GuestState.Stopped(GuestState.StopReason.MIGRATED),
                NOW,
                "",
                true,
                "",
                false,
                Optional.empty(),
                Optional.empty(),
                transfer(Phase.DEPARTED, false),
                Optional.empty());

        assertThat(plan(guest(READY, STARTED), Sample.says(left, new Attempt.Done())))
                .isEqualTo(SourcePlanner.Part.NOTHING);
    }

    @Test
    void aGuestThatEndsMeanwhileEndsItsMigration() {
        var ended = Sample.says(new GuestState.Stopped(GuestState.StopReason.SHUTDOWN));

        assertThat(plan(guest(READY, STARTED), ended).state())
                .containsEntry("failed", true)
                .containsEntry("failureReason", "The guest ended while it was being moved.");
    }

    @Test
    void whatIsOverIsLeftAlone() {
        assertThat(plan(guest(READY, STARTED, Map.of("completed", true)), moving(Phase.FAILED, false)))
                .isEqualTo(SourcePlanner.Part.NOTHING);
    }

    @Test
    void theEndOfThePodIsNoEndOfAGuestThatMayHaveLeft() {
        var seen = new VmiObserved(guest(READY, STARTED), Optional.of(Sample.exitedPod(0)), Sample.silentSince(NOW));

        assertThat(VmiPlanner.plan(seen, Sample.NODE, NOW).status()).doesNotContainKey("phase");
    }

    @Test
    void aGuestThatHasLeftKeepsItsPhase() {
        var left = Sample.says(new GuestState.Stopped(GuestState.StopReason.MIGRATED));

        assertThat(VmiPlanner.plan(Sample.seen(guest(READY, STARTED), left), Sample.NODE, NOW)
                        .status())
                .isEmpty();
    }

    @Test
    void whatIsLostIsFailedAndSaysWhy() {
        assertThat(SourcePlanner.lost("nothing is there", NOW).toString())
                .contains("FAILED", "The guest was lost while it was handed over: nothing is there");
    }

    private static SourcePlanner.Part plan(VirtualMachineInstance guest, LauncherView launcher) {
        var seen = Sample.seen(guest, launcher);
        return SourcePlanner.plan(seen, Evidence.of(seen), NOW);
    }

    private static LauncherView running() {
        return Sample.says(new GuestState.Running());
    }

    private static LauncherView moving(Phase phase, boolean paused) {
        return Sample.says(
                new GuestReport(
                        new GuestState.Running(),
                        NOW,
                        "",
                        true,
                        "q35",
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        transfer(phase, paused),
                        Optional.empty()),
                new Attempt.Done());
    }

    private static Transfer transfer(Phase phase, boolean paused) {
        return new Transfer(
                Optional.of(new Transfer.Outgoing(MIGRATION, phase, paused, false, "because", Optional.empty())),
                Optional.empty());
    }

    @SafeVarargs
    static VirtualMachineInstance guest(Map<String, Object>... parts) {
        var state = new HashMap<String, Object>(Map.of(
                "migrationUid",
                MIGRATION,
                "sourceNode",
                Sample.NODE,
                "targetNode",
                "node2",
                "targetPod",
                "virt-launcher-tiny-y"));
        for (var part : parts) {
            state.putAll(part);
        }
        return Sample.written(Sample.vmi("Running"), Map.of("migrationState", state));
    }
}
