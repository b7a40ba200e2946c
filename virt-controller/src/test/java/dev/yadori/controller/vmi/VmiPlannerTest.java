package dev.yadori.controller.vmi;

import static dev.yadori.controller.vmi.Guests.NOW;
import static dev.yadori.controller.vmi.Guests.condition;
import static dev.yadori.controller.vmi.Guests.guest;
import static dev.yadori.controller.vmi.Guests.newPod;
import static dev.yadori.controller.vmi.Guests.placed;
import static dev.yadori.controller.vmi.Guests.pod;
import static dev.yadori.controller.vmi.Guests.seen;
import static dev.yadori.controller.vmi.Guests.status;
import static dev.yadori.controller.vmi.Guests.with;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.FAILED;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.PENDING;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.RUNNING;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.SCHEDULED;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.SCHEDULING;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.SUCCEEDED;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.UNKNOWN;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.UNRECOGNIZED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.vmi.LauncherPodState.Compute.Running;
import dev.yadori.controller.vmi.LauncherPodState.Compute.Terminated;
import dev.yadori.controller.vmi.LauncherPodState.Compute.Waiting;
import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class VmiPlannerTest {

    private static final Absent<LauncherPodState> GONE = new Absent<>("pod does not exist");
    private static final Unknown<LauncherPodState> NOBODY_KNOWS = new Unknown<>("timeout");
    private static final Terminated WELL_LONG_AGO = new Terminated(0, "", Optional.of(NOW.minusSeconds(10)));
    private static final Terminated BADLY_LONG_AGO = new Terminated(90, "Error", Optional.of(NOW.minusSeconds(10)));

    /** From a phase and what is seen to the phase that is written; the same where none is. */
    record Transition(
            VirtualMachineInstancePhase from, Observation<LauncherPodState> pod, VirtualMachineInstancePhase to) {}

    static Stream<Transition> transitions() {
        var waiting = new Present<>(newPod());
        var running = new Present<>(pod(new Running()));
        var well = new Present<>(pod(WELL_LONG_AGO));
        var badly = new Present<>(pod(BADLY_LONG_AGO));
        var justNow = new Present<>(pod(new Terminated(0, "", Optional.of(NOW))));
        return Stream.of(
                new Transition(PENDING, GONE, PENDING),
                new Transition(PENDING, waiting, SCHEDULING),
                new Transition(PENDING, running, SCHEDULING),
                new Transition(SCHEDULING, waiting, SCHEDULING),
                new Transition(SCHEDULING, running, SCHEDULED),
                new Transition(SCHEDULING, well, SUCCEEDED),
                new Transition(SCHEDULING, badly, FAILED),
                new Transition(SCHEDULING, GONE, FAILED),
                new Transition(SCHEDULED, running, SCHEDULED),
                new Transition(SCHEDULED, well, SUCCEEDED),
                new Transition(SCHEDULED, justNow, SCHEDULED),
                new Transition(RUNNING, running, RUNNING),
                new Transition(RUNNING, well, SUCCEEDED),
                new Transition(RUNNING, badly, FAILED),
                new Transition(RUNNING, justNow, RUNNING),
                new Transition(RUNNING, GONE, RUNNING),
                new Transition(UNKNOWN, badly, FAILED),
                new Transition(SUCCEEDED, badly, SUCCEEDED),
                new Transition(SUCCEEDED, GONE, SUCCEEDED),
                new Transition(FAILED, GONE, FAILED),
                new Transition(UNRECOGNIZED, badly, UNRECOGNIZED));
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void phaseFollowsFromWhatIsProven(Transition row) {
        VirtualMachineInstance before = guest(row.from());

        VmiPlan plan = VmiPlanner.plan(before, seen(row.pod()), NOW);

        assertThat(status(with(before, plan.status())).phase()).isEqualTo(row.to());
    }

    @ParameterizedTest
    @EnumSource(VirtualMachineInstancePhase.class)
    void whatNobodyKnowsChangesNothing(VirtualMachineInstancePhase phase) {
        VmiPlan plan = VmiPlanner.plan(guest(phase), seen(NOBODY_KNOWS), NOW);

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.status().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = VirtualMachineInstancePhase.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SUCCEEDED", "FAILED"})
    void planThatWasCarriedOutHasNothingLeftToWrite(VirtualMachineInstancePhase phase) {
        VmiObserved seen = seen(new Present<>(pod(new Running())));
        VirtualMachineInstance vmi = guest(phase);
        vmi.getMetadata().setLabels(Map.of("kubevirt.io/nodeName", "node1"));
        for (int steps = 0; steps < 3; steps++) {
            vmi = with(vmi, VmiPlanner.plan(vmi, seen, NOW).status());
        }

        VmiPlan plan = VmiPlanner.plan(vmi, seen, NOW.plusSeconds(1));

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.status().isEmpty()).isTrue();
    }

    @Test
    void newObjectGetsItsPod() {
        VmiPlan plan = VmiPlanner.plan(guest(), seen(GONE), NOW);

        assertThat(plan.actions()).containsExactly(new VmiAction.CreatePod(Map.of()));
        assertThat(plan.status().isEmpty()).isTrue();
    }

    @Test
    void firstWriteSaysAllThatIsKnown() {
        VmiPlan plan = VmiPlanner.plan(guest(), seen(new Present<>(newPod())), NOW);

        assertThat(plan.status().fields().keySet())
                .containsExactlyInAnyOrder(
                        "phase",
                        "phaseTransitionTimestamps",
                        "activePods",
                        "launcherContainerImageVersion",
                        "qosClass",
                        "runtimeUser",
                        "currentCPUTopology",
                        "memory",
                        "conditions");
        var status = status(with(guest(), plan.status()));
        assertThat(status.phaseTransitionTimestamps().getFirst().phaseTransitionTimestamp())
                .isEqualTo(Instant.parse("2026-01-01T11:59:58Z"));
        assertThat(status.activePods()).isEqualTo(Map.of("pod-uid", ""));
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void podIsToldThatItMayBeReadyOnceItHasANode() {
        var waiting = VmiPlanner.plan(guest(SCHEDULING), seen(new Present<>(newPod())), NOW);
        var placed = VmiPlanner.plan(guest(SCHEDULING), seen(new Present<>(placed(newPod()))), NOW);

        assertThat(waiting.actions()).isEmpty();
        assertThat(placed.actions())
                .containsExactly(
                        new VmiAction.SetUnpaused("virt-launcher-web-x", true), new VmiAction.LabelNode("node1"));
    }

    @Test
    void handlerIsToldOfItsGuestBeforeTheContainerRuns() {
        VmiPlan plan =
                VmiPlanner.plan(guest(SCHEDULING), seen(new Present<>(pod(new Waiting("ContainerCreating", "")))), NOW);

        assertThat(plan.actions()).containsExactly(new VmiAction.LabelNode("node1"));
        assertThat(plan.status().isEmpty()).isTrue();
    }

    @Test
    void missingPodOfARunningGuestIsAProofOnlyAfterAWhile() {
        VirtualMachineInstance before = guest(RUNNING);

        VmiPlan first = VmiPlanner.plan(before, seen(GONE), NOW);
        VirtualMachineInstance told = with(before, first.status());
        VmiPlan early = VmiPlanner.plan(told, seen(GONE), NOW.plusSeconds(1));
        VmiPlan late = VmiPlanner.plan(told, seen(GONE), NOW.plus(VmiPlanner.HANDLER_GRACE));

        assertThat(first.lookAgain()).contains(VmiPlanner.HANDLER_GRACE);
        assertThat(early.status().isEmpty()).isTrue();
        assertThat(early.lookAgain()).contains(VmiPlanner.HANDLER_GRACE.minusSeconds(1));
        assertThat(late.status().fields()).containsEntry("phase", FAILED);
    }

    @Test
    void launcherThatOutlivesItsGuestIsEnded() {
        var seen = seen(new Present<>(pod(new Running())));
        VirtualMachineInstance longEnded = guest(SUCCEEDED);

        VmiPlan early = VmiPlanner.plan(longEnded, seen, NOW.minusSeconds(40));
        VmiPlan late = VmiPlanner.plan(longEnded, seen, NOW);

        assertThat(early.actions()).isEmpty();
        assertThat(early.lookAgain()).contains(Duration.ofSeconds(10));
        assertThat(late.actions()).containsExactly(new VmiAction.DeletePod("virt-launcher-web-x", Optional.empty()));
    }

    @Test
    void pausedGuestMakesItsPodNotReady() {
        VirtualMachineInstance paused = guest(RUNNING, condition("Paused", "True", "PausedByUser", NOW));

        VmiPlan plan = VmiPlanner.plan(paused, seen(new Present<>(pod(new Running()))), NOW);

        assertThat(plan.actions()).containsExactly(new VmiAction.SetUnpaused("virt-launcher-web-x", false));
    }

    @Test
    void refusalIsToldOnceAndTriedAgainEverMoreSlowly() {
        VmiObserved refused = seen(GONE).withRefusal("exceeded quota");

        VmiPlan first = VmiPlanner.plan(guest(), refused, NOW);
        VirtualMachineInstance told = with(guest(), first.status());
        VmiPlan later = VmiPlanner.plan(told, refused, NOW.plusSeconds(20));
        VmiPlan muchLater = VmiPlanner.plan(told, refused, NOW.plusSeconds(2000));

        assertThat(status(told).phase()).isEqualTo(PENDING);
        assertThat(first.actions()).containsExactly(new VmiAction.Emit(true, "FailedCreate", "exceeded quota"));
        assertThat(first.lookAgain()).contains(Duration.ofSeconds(2));
        assertThat(later.actions()).isEmpty();
        assertThat(later.status().isEmpty()).isTrue();
        assertThat(later.lookAgain()).contains(Duration.ofSeconds(10));
        assertThat(muchLater.lookAgain()).contains(Duration.ofSeconds(15));
    }

    @Test
    void kubeletsTwoWordsForOneTroubleAreWrittenOnce() {
        Condition backingOff = condition("Synchronized", "False", "ImagePullBackOff", NOW);
        VirtualMachineInstance vmi = guest(SCHEDULING, backingOff);
        vmi.getMetadata().setLabels(Map.of("kubevirt.io/nodeName", "node1"));

        VmiPlan plan = VmiPlanner.plan(
                vmi, seen(new Present<>(pod(new Waiting("ErrImagePull", "another word")))), NOW.plusSeconds(5));

        assertThat(plan.status().isEmpty()).isTrue();
        assertThat(plan.actions()).isEqualTo(List.of());
    }
}
