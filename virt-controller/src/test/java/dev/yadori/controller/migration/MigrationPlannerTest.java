package dev.yadori.controller.migration;

import static dev.yadori.controller.migration.Moves.NOW;
import static dev.yadori.controller.migration.Moves.NO_POD;
import static dev.yadori.controller.migration.Moves.TARGET;
import static dev.yadori.controller.migration.Moves.cancelled;
import static dev.yadori.controller.migration.Moves.guest;
import static dev.yadori.controller.migration.Moves.guestOn;
import static dev.yadori.controller.migration.Moves.migration;
import static dev.yadori.controller.migration.Moves.seen;
import static dev.yadori.controller.migration.Moves.state;
import static dev.yadori.controller.migration.Moves.stateOf;
import static dev.yadori.controller.migration.Moves.target;
import static dev.yadori.crds.v1.MigrationPhase.FAILED;
import static dev.yadori.crds.v1.MigrationPhase.PENDING;
import static dev.yadori.crds.v1.MigrationPhase.PREPARING_TARGET;
import static dev.yadori.crds.v1.MigrationPhase.RUNNING;
import static dev.yadori.crds.v1.MigrationPhase.SCHEDULED;
import static dev.yadori.crds.v1.MigrationPhase.SCHEDULING;
import static dev.yadori.crds.v1.MigrationPhase.SUCCEEDED;
import static dev.yadori.crds.v1.MigrationPhase.TARGET_READY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.migration.MigrationAction.DropTargetLabel;
import dev.yadori.controller.migration.MigrationAction.EndBeforeStart;
import dev.yadori.controller.migration.MigrationAction.HandOver;
import dev.yadori.controller.migration.MigrationObserved.Refusal;
import dev.yadori.controller.vmi.LauncherPodState;
import dev.yadori.controller.vmi.LauncherPodState.Compute.Running;
import dev.yadori.controller.vmi.LauncherPodState.Compute.Terminated;
import dev.yadori.controller.vmi.LauncherPodState.Compute.Waiting;
import dev.yadori.controller.vmi.Observation;
import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class MigrationPlannerTest {

    private static final String STARTED = "startTimestamp: \"2026-01-01T11:59:40Z\"";
    private static final String READY = "targetNodeAddress: 10.0.0.2";
    private static final String FAILED_STATE = STARTED + ", completed: true, failed: true, failureReason: too slow";
    private static final String MOVED = STARTED + ", completed: true";

    private static final Present<LauncherPodState> UP = new Present<>(target(new Running()));
    private static final Present<LauncherPodState> STARTING = new Present<>(target(new Waiting("", "")));
    private static final Present<LauncherPodState> DEAD =
            new Present<>(target(new Terminated(1, "Error", Optional.of(NOW))));
    private static final Present<LauncherPodState> LEAVING =
            new Present<>(target(new Running(), Optional.of("node2"), Optional.of(NOW.plusSeconds(60))));
    private static final Unknown<LauncherPodState> NOBODY_KNOWS = new Unknown<>("timeout");

    /** From a phase and what is seen to the phase that is written, and which of the actions that matter. */
    record Transition(
            VirtualMachineInstanceMigration from,
            VirtualMachineInstance guest,
            Observation<LauncherPodState> target,
            MigrationPhase to,
            List<String> actions) {}

    static Stream<Transition> transitions() {
        return Stream.of(before(), handedOver(), cancels(), after()).flatMap(rows -> rows);
    }

    private static Stream<Transition> before() {
        var running = guest("Running");
        return Stream.of(
                row(PENDING, running, NO_POD, PENDING, "CreateTarget"),
                row(PENDING, running, STARTING, SCHEDULING),
                row(PENDING, running, NOBODY_KNOWS, PENDING),
                row(PENDING, guest("Scheduled"), NO_POD, PENDING),
                row(PENDING, guest("Unknown"), NO_POD, PENDING),
                row(PENDING, guest("Succeeded"), NO_POD, FAILED),
                row(PENDING, guest("Running", stateOf("other", "")), NO_POD, PENDING),
                row(PENDING, guest("Running", stateOf("other", FAILED_STATE)), NO_POD, PENDING, "CreateTarget"),
                row(SCHEDULING, running, STARTING, SCHEDULING),
                row(SCHEDULING, running, NOBODY_KNOWS, SCHEDULING),
                row(SCHEDULING, running, NO_POD, FAILED),
                row(SCHEDULING, running, DEAD, FAILED),
                row(SCHEDULING, running, LEAVING, FAILED),
                row(SCHEDULING, guest("Failed"), STARTING, FAILED),
                row(SCHEDULING, running, UP, PREPARING_TARGET, "HandOver", "LabelTarget"),
                row(SCHEDULING, guest("Unknown"), UP, SCHEDULED),
                row(SCHEDULED, running, UP, PREPARING_TARGET, "HandOver", "LabelTarget"),
                row(SCHEDULED, running, NOBODY_KNOWS, SCHEDULED),
                row(SCHEDULED, running, NO_POD, FAILED),
                row(SCHEDULED, guestOn("node2", "Running"), UP, FAILED),
                // The write of the phase was lost, that of the hand-over was not.
                row(SCHEDULED, guest("Running", state("")), UP, PREPARING_TARGET, "LabelTarget"));
    }

    private static Stream<Transition> handedOver() {
        var gone = guest("Running", stateOf("other", ""));
        return Stream.of(
                row(PREPARING_TARGET, guest("Running", state("")), UP, PREPARING_TARGET, "LabelTarget"),
                row(
                        PREPARING_TARGET,
                        guest("Running", state("")),
                        NO_POD,
                        PREPARING_TARGET,
                        "LabelTarget",
                        "EndBeforeStart"),
                row(
                        PREPARING_TARGET,
                        guest("Running", state("")),
                        DEAD,
                        PREPARING_TARGET,
                        "LabelTarget",
                        "EndBeforeStart"),
                row(PREPARING_TARGET, guest("Running", state("")), NOBODY_KNOWS, PREPARING_TARGET, "LabelTarget"),
                row(PREPARING_TARGET, guest("Running", state(READY)), UP, TARGET_READY, "LabelTarget"),
                row(PREPARING_TARGET, gone, UP, FAILED),
                row(TARGET_READY, guest("Running", state(READY + ", " + STARTED)), UP, RUNNING, "LabelTarget"),
                row(
                        TARGET_READY,
                        guest("Running", state(READY)),
                        LEAVING,
                        TARGET_READY,
                        "LabelTarget",
                        "EndBeforeStart"),
                row(RUNNING, guest("Running", state(STARTED)), DEAD, RUNNING, "LabelTarget"),
                row(RUNNING, guest("Running", state(STARTED)), NO_POD, RUNNING, "LabelTarget"),
                row(RUNNING, guest("Unknown", state(STARTED)), UP, RUNNING, "LabelTarget"),
                row(RUNNING, guest("Running", state(FAILED_STATE)), UP, FAILED),
                row(RUNNING, guest("Failed", state(STARTED)), UP, FAILED),
                row(RUNNING, guestOn("node2", "Running", state(MOVED)), UP, SUCCEEDED, "MoveLabel"),
                // Completed, but not by one who says where the guest is.
                row(RUNNING, guest("Running", state(MOVED)), UP, RUNNING));
    }

    private static Stream<Transition> cancels() {
        var running = guest("Running");
        return Stream.of(
                new Transition(cancelled(PENDING), running, NO_POD, FAILED, List.of()),
                new Transition(cancelled(SCHEDULING), running, STARTING, FAILED, List.of()),
                new Transition(cancelled(SCHEDULED), running, UP, FAILED, List.of()),
                new Transition(
                        cancelled(SCHEDULED),
                        guest("Running", state("")),
                        UP,
                        PREPARING_TARGET,
                        List.of("LabelTarget", "EndBeforeStart")),
                new Transition(
                        cancelled(TARGET_READY),
                        guest("Running", state(READY)),
                        UP,
                        TARGET_READY,
                        List.of("LabelTarget", "EndBeforeStart")),
                new Transition(
                        cancelled(RUNNING),
                        guest("Running", state(STARTED)),
                        UP,
                        RUNNING,
                        List.of("LabelTarget", "RequestAbort")),
                new Transition(
                        cancelled(RUNNING),
                        guest("Running", state(STARTED + ", abortRequested: true")),
                        UP,
                        RUNNING,
                        List.of("LabelTarget")),
                new Transition(
                        cancelled(RUNNING),
                        guestOn("node2", "Running", state(MOVED)),
                        UP,
                        SUCCEEDED,
                        List.of("MoveLabel")));
    }

    private static Stream<Transition> after() {
        String label = "evacuationNodeName: node1";
        return Stream.of(
                row(SUCCEEDED, guestOn("node2", "Running", state(MOVED)), UP, SUCCEEDED, "DropFinalizer"),
                row(FAILED, guest("Running", label), NO_POD, FAILED, "DropFinalizer"),
                row(FAILED, guest("Running"), STARTING, FAILED, "DeleteTarget", "DropFinalizer"),
                row(FAILED, guest("Running"), LEAVING, FAILED, "DropFinalizer"),
                row(FAILED, guest("Running"), NOBODY_KNOWS, FAILED),
                row(FAILED, guest("Running", state(FAILED_STATE)), UP, FAILED, "DeleteTarget", "DropFinalizer"),
                // What contradicts itself deletes nothing that may be a guest's.
                row(FAILED, guest("Running", state(STARTED)), UP, FAILED, "DropFinalizer"),
                row(FAILED, guestOn("node2", "Running", state(MOVED)), UP, FAILED, "DropFinalizer"),
                row(FAILED, guest("Succeeded", state(STARTED)), UP, FAILED, "DeleteTarget", "DropFinalizer"));
    }

    private static Transition row(
            MigrationPhase from,
            VirtualMachineInstance guest,
            Observation<LauncherPodState> target,
            MigrationPhase to,
            String... actions) {
        return new Transition(migration(from), guest, target, to, List.of(actions));
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void phaseFollowsFromWhatIsSeen(Transition row) {
        MigrationPlan plan = MigrationPlanner.plan(row.from(), seen(row.guest(), row.target()), NOW);

        assertThat(plan.status().phase()).isEqualTo(row.to());
        assertThat(plan.actions().stream()
                        .filter(action -> !(action instanceof MigrationAction.Emit))
                        .map(action -> action.getClass().getSimpleName()))
                .isEqualTo(row.actions());
    }

    @ParameterizedTest
    @EnumSource(
            value = MigrationPhase.class,
            names = {"PENDING", "SCHEDULING", "SCHEDULED", "PREPARING_TARGET", "TARGET_READY", "RUNNING"})
    void guestThatNobodyCanAskForChangesNothing(MigrationPhase phase) {
        MigrationPlan plan = MigrationPlanner.plan(migration(phase), seen(new Unknown<>("timeout"), UP), NOW);

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.status().phase()).isEqualTo(phase);
        assertThat(plan.lookAgain()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = MigrationPhase.class,
            names = {"PENDING", "SCHEDULING", "SCHEDULED", "PREPARING_TARGET", "TARGET_READY", "RUNNING"})
    void guestThatIsProvenGoneEndsIt(MigrationPhase phase) {
        MigrationPlan plan = MigrationPlanner.plan(migration(phase), seen(new Absent<>("404"), NO_POD), NOW);

        assertThat(plan.status().phase()).isEqualTo(FAILED);
        assertThat(plan.status().conditions())
                .anyMatch(condition -> ConditionTypes.FAILURE.equals(condition.type())
                        && "the guest does not exist".equals(condition.message()));
    }

    @Test
    void handOverNamesBothEndsAndTheTerms() {
        MigrationPlan plan = MigrationPlanner.plan(migration(SCHEDULING), seen(guest("Running"), UP), NOW);

        var handOver = (HandOver) plan.actions().getFirst();
        assertThat(handOver.state().sourceNode()).isEqualTo("node1");
        assertThat(handOver.state().targetNode()).isEqualTo("node2");
        assertThat(handOver.state().targetPod()).isEqualTo(TARGET);
        assertThat(handOver.state().migrationPolicyName()).isEqualTo("policy");
        assertThat(Objects.requireNonNull(handOver.state().migrationConfiguration())
                        .maxDowntimeMs())
                .isEqualTo(900);
        assertThat(plan.status().migrationState()).isEqualTo(handOver.state());
    }

    @Test
    void refusalByQuotaIsShownAndTriedAgain() {
        var refused = seen(guest("Running"), NO_POD).withRefusal(new Refusal(true, "exceeded quota: small"));

        MigrationPlan plan = MigrationPlanner.plan(migration(PENDING), refused, NOW);

        assertThat(plan.status().phase()).isEqualTo(PENDING);
        assertThat(plan.status().conditions())
                .anyMatch(condition -> ConditionTypes.MIGRATION_REJECTED_BY_RESOURCE_QUOTA.equals(condition.type())
                        && "True".equals(condition.status())
                        && "exceeded quota: small".equals(condition.message()));
        assertThat(plan.lookAgain()).contains(Duration.ofSeconds(5));
    }

    @Test
    void podThatNobodyTakesIsGivenUpAfterFiveMinutes() {
        var unschedulable = new Present<>(target(new Waiting("", ""), Optional.empty(), Optional.empty()));

        var early = MigrationPlanner.plan(
                migration(SCHEDULING), seen(guest("Running"), unschedulable), NOW.plusSeconds(239));
        var late = MigrationPlanner.plan(
                migration(SCHEDULING), seen(guest("Running"), unschedulable), NOW.plusSeconds(240));

        assertThat(early.status().phase()).isEqualTo(SCHEDULING);
        assertThat(early.lookAgain()).contains(Duration.ofSeconds(1));
        assertThat(late.status().phase()).isEqualTo(FAILED);
    }

    @Test
    void annotationShortensTheWait() {
        var hurried =
                migration(SCHEDULING, "annotations: {kubevirt.io/migrationUnschedulablePodTimeoutSeconds: \"60\"}");
        var unschedulable = new Present<>(target(new Waiting("", ""), Optional.empty(), Optional.empty()));

        assertThat(MigrationPlanner.plan(hurried, seen(guest("Running"), unschedulable), NOW)
                        .status()
                        .phase())
                .isEqualTo(FAILED);
    }

    @Test
    void podThatDoesNotStartIsGivenUpAfterAQuarterOfAnHour() {
        var seen = seen(guest("Running"), STARTING);

        assertThat(MigrationPlanner.plan(migration(SCHEDULING), seen, NOW.plusSeconds(839))
                        .status()
                        .phase())
                .isEqualTo(SCHEDULING);
        assertThat(MigrationPlanner.plan(migration(SCHEDULING), seen, NOW.plusSeconds(840))
                        .status()
                        .phase())
                .isEqualTo(FAILED);
    }

    @Test
    void handlersThatDoNotBeginAreGivenUp() {
        var seen = seen(guest("Running", state(READY)), UP);

        MigrationPlan plan = MigrationPlanner.plan(migration(TARGET_READY), seen, NOW.plusSeconds(870));

        assertThat(plan.actions()).hasAtLeastOneElementOfType(EndBeforeStart.class);
    }

    @Test
    void labelOfATargetThatIsNoneIsTakenAway() {
        var guest = guest("Running", state(FAILED_STATE));
        guest.getMetadata().getLabels().put("kubevirt.io/migrationTargetNodeName", "node2");

        assertThat(MigrationPlanner.plan(migration(FAILED), seen(guest, UP), NOW)
                        .actions())
                .hasAtLeastOneElementOfType(DropTargetLabel.class);
    }

    @Test
    void guestThatCannotMoveIsNamed() {
        MigrationPlan plan = MigrationPlanner.plan(migration(PENDING), seen(Moves.immovable(), NO_POD), NOW);

        assertThat(plan.status().phase()).isEqualTo(FAILED);
        assertThat(plan.status().conditions())
                .anyMatch(condition -> String.valueOf(condition.message()).contains("DisksNotLiveMigratable"));
    }
}
