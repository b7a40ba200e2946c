package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.LauncherPodState.Compute;
import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.ConditionReasons;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from what is known of a VirtualMachineInstance that nobody deletes. Pure.
 *
 * <p>Up to Scheduled the phase is this controller's. From there on it is the node's handler's, and only a proof that the
 * guest has ended, which the handler has had time to act on, makes this controller write the last phase.
 */
public final class VmiPlanner {

    /** For a handler that lives to say itself how its guest ended. */
    static final Duration HANDLER_GRACE = Duration.ofSeconds(5);
    /** For a launcher to end after its guest. */
    static final Duration LAUNCHER_GRACE = Duration.ofSeconds(30);

    private static final Duration UNKNOWN_WAIT = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final VirtualMachineInstance vmi;
    private final VmiObserved seen;
    private final Instant now;

    private VmiPlanner(VirtualMachineInstance vmi, VmiObserved seen, Instant now) {
        this.vmi = vmi;
        this.seen = seen;
        this.now = now;
    }

    public static VmiPlan plan(VirtualMachineInstance vmi, VmiObserved seen, Instant now) {
        return new VmiPlanner(vmi, seen, now).plan();
    }

    /** The phase, Pending for an object that nobody has looked at. */
    static VirtualMachineInstancePhase phase(VirtualMachineInstance vmi) {
        VirtualMachineInstanceStatus status = vmi.getStatus();
        return status == null || status.phase() == null ? VirtualMachineInstancePhase.PENDING : status.phase();
    }

    private VmiPlan plan() {
        return switch (phase(vmi)) {
            case PENDING -> new StartPlanner(vmi, seen, now).pending();
            case SCHEDULING -> isFenced() ? handedOver() : new StartPlanner(vmi, seen, now).scheduling();
            case SCHEDULED, RUNNING, WAITING_FOR_SYNC, UNKNOWN -> handedOver();
            case SUCCEEDED, FAILED -> ended();
            // Of a version that knows more.
            case UNRECOGNIZED -> VmiPlan.nothing();
        };
    }

    private boolean isFenced() {
        return seen.pod() instanceof Present<LauncherPodState>(LauncherPodState pod)
                && seen.fate(pod) instanceof NodeFate.Fenced;
    }

    private VmiPlan handedOver() {
        return switch (seen.pod()) {
            case Unknown<LauncherPodState> _ -> VmiPlan.waitFor(UNKNOWN_WAIT);
            case Absent<LauncherPodState>(String proof) -> inDoubt(proof).orElseGet(() -> vanished(proof));
            case Present<LauncherPodState>(LauncherPodState pod) ->
                switch (seen.fate(pod)) {
                    case NodeFate.Fenced(String proof) -> fenced(pod, proof);
                    case NodeFate.Silent(String why) when !pod.hasEnded() -> silent(why);
                    case NodeFate.Silent _ -> alive(pod);
                    case NodeFate.Answers(Optional<Instant> silentAt) -> untilSilent(alive(pod), silentAt);
                };
        };
    }

    /** What ran there is no more, and the pod is only a name. */
    private VmiPlan fenced(LauncherPodState pod, String proof) {
        VmiPlan plan = inDoubt(proof).orElseGet(() -> vanished(proof));
        return plan.with(new VmiAction.DeletePod(pod.name(), Optional.of(0L)));
    }

    /** Nothing may happen when the node falls silent. */
    private VmiPlan untilSilent(VmiPlan plan, Optional<Instant> silentAt) {
        return silentAt.map(at -> Duration.between(now, at).plusSeconds(1))
                .filter(left -> plan.lookAgain().isEmpty()
                        || left.compareTo(plan.lookAgain().get()) < 0)
                .map(plan::after)
                .orElse(plan);
    }

    /** The guest may run and may not, and only somebody at its node knows. */
    private VmiPlan silent(String why) {
        if (phase(vmi) != VirtualMachineInstancePhase.RUNNING) {
            return VmiPlan.waitFor(LOOK_AGAIN);
        }
        var draft = new StatusDraft(vmi.getStatus(), now);
        draft.phase(VirtualMachineInstancePhase.UNKNOWN);
        draft.set("reason", null, VmiReasons.NODE_UNRESPONSIVE);
        draft.condition(ConditionTypes.READY, false, VmiReasons.NODE_UNRESPONSIVE, why);
        return VmiPlan.of(
                draft.changes(),
                new VmiAction.Emit(true, VmiReasons.NODE_UNRESPONSIVE, why + "; its guest is left as it is"));
    }

    /** While a migration is unsettled its target may have the guest: then the source's end proves nothing (0110). */
    private Optional<VmiPlan> inDoubt(String proof) {
        boolean elsewhere = seen.target()
                .filter(target -> switch (target) {
                    case Unknown<LauncherPodState> _ -> true;
                    case Absent<LauncherPodState> _ -> false;
                    case Present<LauncherPodState>(LauncherPodState pod) ->
                        !pod.hasEnded() && !(seen.fate(pod) instanceof NodeFate.Fenced);
                })
                .isPresent();
        if (!elsewhere) {
            return Optional.empty();
        }
        var draft = new StatusDraft(vmi.getStatus(), now);
        draft.condition(
                ConditionTypes.READY,
                false,
                VmiReasons.MIGRATION_IN_DOUBT,
                "the guest has left its node or ended, and its target has not said whether it runs there: " + proof);
        return Optional.of(VmiPlan.of(draft.changes()).after(LOOK_AGAIN));
    }

    private VmiPlan alive(LauncherPodState pod) {
        if (pod.compute() instanceof Compute.Terminated ended) {
            Optional<VmiPlan> doubt = inDoubt("pod " + pod.name() + " has ended");
            if (doubt.isPresent()) {
                return doubt.get();
            }
            Duration left = left(ended.at().orElse(now.minus(HANDLER_GRACE)), HANDLER_GRACE);
            return left.isPositive() ? VmiPlan.waitFor(left) : VmiPlan.of(ending(vmi, ended, now));
        }
        var actions = new ArrayList<>(readiness(vmi, pod));
        boolean running = phase(vmi) == VirtualMachineInstancePhase.RUNNING;
        pod.nodeName()
                .filter(node -> running && !node.equals(pod.nodeLabel().orElse(null)))
                .ifPresent(node -> actions.add(new VmiAction.LabelPodNode(pod.name(), node)));
        var arrival = new Arrival(vmi, pod, seen.otherPods(), now);
        arrival.sourceToEnd().ifPresent(actions::add);
        VmiPlan plan = VmiPlan.of(arrival.changes(), actions.toArray(VmiAction[]::new));
        return arrival.lookAgain().map(plan::after).orElse(plan);
    }

    /** The condition is what remembers since when the pod is missed. */
    private VmiPlan vanished(String proof) {
        var draft = new StatusDraft(vmi.getStatus(), now);
        Optional<Condition> missed = draft.find(ConditionTypes.READY)
                .filter(ready -> ConditionReasons.POD_NOT_EXISTS.equals(ready.reason()));
        Instant since = missed.map(Condition::lastTransitionTime).orElse(now);
        Duration left = left(since, HANDLER_GRACE);
        draft.condition(ConditionTypes.READY, false, ConditionReasons.POD_NOT_EXISTS, proof);
        if (missed.isPresent() && !left.isPositive()) {
            draft.phase(VirtualMachineInstancePhase.FAILED);
            return VmiPlan.of(draft.changes());
        }
        return VmiPlan.of(draft.changes()).after(left.isPositive() ? left : HANDLER_GRACE);
    }

    private VmiPlan ended() {
        if (!(seen.pod() instanceof Present<LauncherPodState>(LauncherPodState pod))
                || pod.hasEnded()
                || pod.isDeleting()) {
            return VmiPlan.nothing();
        }
        Duration left = left(lastTransition(), LAUNCHER_GRACE);
        return left.isPositive()
                ? VmiPlan.waitFor(left)
                : VmiPlan.of(StatusChange.NONE, new VmiAction.DeletePod(pod.name(), Optional.empty()));
    }

    private Instant lastTransition() {
        VirtualMachineInstanceStatus status = Objects.requireNonNull(vmi.getStatus(), "status");
        return status.phaseTransitionTimestamps().stream()
                .map(VirtualMachineInstanceStatus.PhaseTransition::phaseTransitionTimestamp)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(now);
    }

    private Duration left(Instant since, Duration whole) {
        return Duration.between(now, since.plus(whole));
    }

    /** How a guest ended whose container did. */
    static StatusChange ending(VirtualMachineInstance vmi, Compute.Terminated ended, Instant now) {
        var draft = new StatusDraft(vmi.getStatus(), now);
        boolean well = ended.exitCode() == 0;
        draft.phase(well ? VirtualMachineInstancePhase.SUCCEEDED : VirtualMachineInstancePhase.FAILED);
        draft.condition(
                ConditionTypes.READY,
                false,
                ConditionReasons.GUEST_NOT_RUNNING,
                "the launcher ended with exit code " + ended.exitCode()
                        + (ended.reason().isEmpty() ? "" : " (" + ended.reason() + ")"));
        return draft.changes();
    }

    /** What makes the pod's readiness gate say whether the guest takes traffic. */
    static List<VmiAction> readiness(VirtualMachineInstance vmi, LauncherPodState pod) {
        boolean unpaused = !isPaused(vmi);
        boolean known = pod.unpaused().filter(value -> value == unpaused).isPresent();
        return known || pod.isDeleting() ? List.of() : List.of(new VmiAction.SetUnpaused(pod.name(), unpaused));
    }

    private static boolean isPaused(VirtualMachineInstance vmi) {
        VirtualMachineInstanceStatus status = vmi.getStatus();
        return status != null
                && status.conditions().stream()
                        .anyMatch(condition ->
                                is(condition.type(), ConditionTypes.PAUSED) && is(condition.status(), "True"));
    }

    private static boolean is(@Nullable String value, String wanted) {
        return wanted.equals(value);
    }
}
