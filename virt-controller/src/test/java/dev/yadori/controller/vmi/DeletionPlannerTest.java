package dev.yadori.controller.vmi;

import static dev.yadori.controller.vmi.Guests.NOW;
import static dev.yadori.controller.vmi.Guests.deleting;
import static dev.yadori.controller.vmi.Guests.guest;
import static dev.yadori.controller.vmi.Guests.pod;
import static dev.yadori.controller.vmi.Guests.seen;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.yadori.controller.vmi.LauncherPodState.Compute.Running;
import dev.yadori.controller.vmi.LauncherPodState.Compute.Terminated;
import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.VirtualMachineInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeletionPlannerTest {

    private static final LauncherPodState RUNS = pod(new Running());
    private static final LauncherPodState ENDED = pod(new Terminated(0, "", Optional.of(NOW)));

    @Test
    void podIsToldToEndAndWaitedFor() {
        VmiPlan plan = DeletionPlanner.plan(guest(RUNNING), seen(new Present<>(RUNS)), NOW);

        assertThat(plan.actions())
                .containsExactly(
                        new VmiAction.DeletePod(RUNS.name(), Optional.empty()),
                        new VmiAction.Emit(false, "SuccessfulDelete", "Deleted virtual machine pod " + RUNS.name()));
        assertThat(plan.released()).isFalse();
    }

    @Test
    void podThatIsEndingIsToldNothingMore() {
        VmiPlan plan =
                DeletionPlanner.plan(guest(RUNNING), seen(new Present<>(deleting(RUNS, NOW.plusSeconds(60)))), NOW);

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.status().isEmpty()).isTrue();
        assertThat(plan.released()).isFalse();
        assertThat(plan.lookAgain()).contains(Duration.ofSeconds(91));
    }

    @Test
    void podThatHasEndedHoldsNothing() {
        VmiPlan plan = DeletionPlanner.plan(guest(RUNNING), seen(new Present<>(ENDED)), NOW);

        assertThat(plan.released()).isTrue();
        assertThat(plan.actions()).contains(new VmiAction.DeletePod(ENDED.name(), Optional.empty()));
    }

    @Test
    void podThatIsProvenGoneHoldsNothing() {
        VmiPlan plan = DeletionPlanner.plan(guest(RUNNING), seen(new Absent<>("gone")), NOW);

        assertThat(plan.released()).isTrue();
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void podThatNobodyCanSeeIsNotGone() {
        VmiPlan plan = DeletionPlanner.plan(guest(RUNNING), seen(new Unknown<>("timeout")), NOW);

        assertThat(plan.released()).isFalse();
        assertThat(plan.lookAgain()).isPresent();
    }

    @Test
    void targetOfAMigrationIsWaitedForAsWell() {
        VmiObserved seen = new VmiObserved(
                new Absent<>("gone"),
                List.of(RUNS),
                new Claims.Ready(Map.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                false);

        VmiPlan plan = DeletionPlanner.plan(guest(RUNNING), seen, NOW);

        assertThat(plan.released()).isFalse();
        assertThat(plan.actions()).contains(new VmiAction.DeletePod(RUNS.name(), Optional.empty()));
    }

    @Test
    void whatBlocksIsSaidInOneSentence() {
        VmiObserved stuck = new VmiObserved(
                new Present<>(deleting(RUNS, NOW.minusSeconds(31))),
                List.of(),
                new Claims.Ready(Map.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.of("node node1 is not ready"),
                Optional.empty(),
                Map.of(),
                false);

        VmiPlan plan = DeletionPlanner.plan(guest(RUNNING), stuck, NOW);

        var written = Guests.with(guest(RUNNING), plan.status());
        assertThat(Guests.status(written).conditions())
                .extracting(Condition::type, Condition::status, Condition::reason, Condition::message)
                .containsExactly(tuple(
                        "Ready",
                        "False",
                        "PodTerminating",
                        "pod virt-launcher-web-x should have ended by 2026-01-01T11:59:29Z and is still there: "
                                + "node node1 is not ready"));
        assertThat(plan.released()).isFalse();
    }

    @Test
    void shorterGraceThanThePodKnowsIsPassedOn() {
        VirtualMachineInstance hurried = Guests.withoutGrace(guest(RUNNING));

        VmiPlan plan = DeletionPlanner.plan(hurried, seen(new Present<>(RUNS)), NOW);

        assertThat(plan.actions()).contains(new VmiAction.DeletePod(RUNS.name(), Optional.of(1L)));
    }

    @Test
    void finalizerOfAMachineThatIsNoMoreIsDropped() {
        VmiObserved orphan = new VmiObserved(
                new Absent<>("gone"),
                List.of(),
                new Claims.Ready(Map.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                true);

        VmiPlan plan = DeletionPlanner.plan(guest(RUNNING), orphan, NOW);

        assertThat(plan.actions())
                .containsExactly(new VmiAction.DropFinalizer("kubevirt.io/virtualMachineControllerFinalize"));
        assertThat(plan.released()).isTrue();
        assertThat(plan.lookAgain()).isEmpty();
    }
}
