package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.LauncherPodState.Compute;
import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.ConditionReasons;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What follows while a guest has no running container yet: the phases Pending and Scheduling. */
final class StartPlanner {

    private static final Backoff CLAIM = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));
    private static final Backoff CREATION = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(15));
    private static final Backoff MOUNT = new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(60));
    private static final Duration UNKNOWN_WAIT = Duration.ofSeconds(2);
    private static final Set<String> STARTING = Set.of("", "ContainerCreating", "PodInitializing");

    private final VirtualMachineInstance vmi;
    private final VmiObserved seen;
    private final Instant now;
    private final StatusDraft draft;

    StartPlanner(VirtualMachineInstance vmi, VmiObserved seen, Instant now) {
        this.vmi = vmi;
        this.seen = seen;
        this.now = now;
        this.draft = new StatusDraft(vmi.getStatus(), now);
    }

    VmiPlan pending() {
        return switch (seen.pod()) {
            case Unknown<LauncherPodState> _ -> VmiPlan.waitFor(UNKNOWN_WAIT);
            case Present<LauncherPodState>(LauncherPodState pod) -> podMade(pod);
            case Absent<LauncherPodState> _ ->
                seen.refusal()
                        .map(why -> blocked(VmiReasons.FAILED_CREATE, why, CREATION))
                        .orElseGet(this::create);
        };
    }

    private VmiPlan create() {
        return switch (seen.claims()) {
            case Claims.Missing(String claim) ->
                blocked(VmiReasons.FAILED_PVC_NOT_FOUND, "PersistentVolumeClaim " + claim + " does not exist", CLAIM);
            case Claims.Ready ready -> VmiPlan.of(StatusChange.NONE, new VmiAction.CreatePod(ready.modes()));
        };
    }

    /** The pod cannot be made. The phase says that it was tried, the condition why, an event the first time so. */
    private VmiPlan blocked(String reason, String message, Backoff backoff) {
        Optional<Condition> known = draft.find(ConditionTypes.SYNCHRONIZED);
        boolean told =
                known.filter(condition -> reason.equals(condition.reason())).isPresent();
        Instant since = known.map(Condition::lastTransitionTime).orElse(now);
        if (vmi.getStatus() == null || vmi.getStatus().phase() == null) {
            draft.phase(VirtualMachineInstancePhase.PENDING, List.of(PhaseTimes.pending(vmi, now)));
        }
        draft.condition(ConditionTypes.SYNCHRONIZED, false, reason, message);
        draft.condition(
                ConditionTypes.READY,
                false,
                ConditionReasons.POD_NOT_EXISTS,
                "the pod of the guest does not exist yet");
        VmiAction[] events = told ? new VmiAction[0] : new VmiAction[] {new VmiAction.Emit(true, reason, message)};
        return VmiPlan.of(draft.changes(), events).after(backoff.since(since, now));
    }

    /** The first write: the way from Pending, and all that is known once there is a pod. */
    private VmiPlan podMade(LauncherPodState pod) {
        draft.phase(VirtualMachineInstancePhase.SCHEDULING, PhaseTimes.toScheduling(vmi, now));
        draft.condition(
                ConditionTypes.READY, false, ConditionReasons.GUEST_NOT_RUNNING, "the guest has not been started yet");
        draft.without(ConditionTypes.SYNCHRONIZED);
        new FirstStatus(vmi, pod).addTo(draft);
        tellClaims();
        return VmiPlan.of(draft.changes());
    }

    VmiPlan scheduling() {
        return switch (seen.pod()) {
            case Unknown<LauncherPodState> _ -> VmiPlan.waitFor(UNKNOWN_WAIT);
            case Absent<LauncherPodState>(String proof) -> lost(proof);
            case Present<LauncherPodState>(LauncherPodState pod) ->
                switch (pod.compute()) {
                    case Compute.Terminated ended -> VmiPlan.of(VmiPlanner.ending(vmi, ended, now));
                    case Compute.Running _ -> scheduled(pod);
                    case Compute.Waiting waiting -> starting(pod, waiting);
                };
        };
    }

    /** The guest never ran, so nothing is lost, but this object's one pod is. */
    private VmiPlan lost(String proof) {
        draft.phase(VirtualMachineInstancePhase.FAILED);
        draft.condition(ConditionTypes.READY, false, ConditionReasons.POD_NOT_EXISTS, proof);
        return VmiPlan.of(draft.changes());
    }

    private VmiPlan scheduled(LauncherPodState pod) {
        String node = pod.nodeName().orElse("");
        VirtualMachineInstanceStatus status = Objects.requireNonNull(vmi.getStatus(), "status");
        draft.phase(VirtualMachineInstancePhase.SCHEDULED);
        draft.set("nodeName", status.nodeName(), node);
        draft.set("activePods", status.activePods(), Map.of(pod.uid(), node));
        tellClaims();
        draft.without(ConditionTypes.SYNCHRONIZED);
        copyScheduled(pod);
        return VmiPlan.of(draft.changes(), placed(pod).toArray(VmiAction[]::new));
    }

    private VmiPlan starting(LauncherPodState pod, Compute.Waiting waiting) {
        copyScheduled(pod);
        Optional<Trouble> trouble = trouble(pod, waiting);
        trouble.ifPresent(what -> {
            draft.condition(ConditionTypes.SYNCHRONIZED, false, what.reason(), what.message());
            tellClaims();
        });
        if (pod.isDeleting()) {
            draft.condition(
                    ConditionTypes.READY, false, ConditionReasons.POD_TERMINATING, "pod " + pod.name() + " is ending");
        }
        List<VmiAction> actions = placed(pod);
        trouble.filter(this::isNews)
                .ifPresent(what -> actions.add(new VmiAction.Emit(true, what.reason(), what.message())));
        VmiPlan plan = VmiPlan.of(draft.changes(), actions.toArray(VmiAction[]::new));
        return pod.nodeName().isPresent() ? plan.after(MOUNT.since(boundAt(pod), now)) : plan;
    }

    /** Along with other news only: a start has few writes, and the next one is near where all goes well. */
    private void tellClaims() {
        if (seen.claims() instanceof Claims.Ready(var claims)) {
            new ClaimStatuses(vmi).addTo(draft, claims);
        }
    }

    private record Trouble(String reason, String message) {}

    private Optional<Trouble> trouble(LauncherPodState pod, Compute.Waiting waiting) {
        if (!STARTING.contains(waiting.reason())) {
            return Optional.of(backOff(waiting).orElseGet(() -> new Trouble(waiting.reason(), waiting.message())));
        }
        Optional<Trouble> unschedulable = pod.scheduled()
                .filter(scheduled -> !scheduled.value() && VmiReasons.UNSCHEDULABLE.equals(scheduled.reason()))
                .map(scheduled -> new Trouble(VmiReasons.UNSCHEDULABLE, scheduled.message()));
        return unschedulable.or(
                () -> seen.mountTrouble().map(message -> new Trouble(VmiReasons.FAILED_MOUNT, message)));
    }

    /** A kubelet alternates between the two words for an image that it cannot pull; the condition stays. */
    private Optional<Trouble> backOff(Compute.Waiting waiting) {
        return draft.find(ConditionTypes.SYNCHRONIZED)
                .filter(known -> waiting.reason().equals(VmiReasons.ERR_IMAGE_PULL)
                        && VmiReasons.IMAGE_PULL_BACK_OFF.equals(known.reason()))
                .map(known -> new Trouble(VmiReasons.IMAGE_PULL_BACK_OFF, String.valueOf(known.message())));
    }

    /** Whether the object does not say so already. A pod that nobody can place yet is told by its own events. */
    private boolean isNews(Trouble trouble) {
        return !trouble.reason().equals(VmiReasons.UNSCHEDULABLE)
                && new StatusDraft(vmi.getStatus(), now)
                        .find(ConditionTypes.SYNCHRONIZED)
                        .filter(known -> trouble.reason().equals(known.reason()))
                        .isEmpty();
    }

    private void copyScheduled(LauncherPodState pod) {
        pod.scheduled()
                .filter(scheduled -> !scheduled.value() || pod.compute() instanceof Compute.Running)
                .ifPresent(scheduled -> draft.condition(
                        ConditionTypes.POD_SCHEDULED, scheduled.value(), scheduled.reason(), scheduled.message()));
    }

    /**
     * The label comes before the phase, so that the handler knows its guest when it may start it. Only a pod that has a node is told that
     * it may be ready: the first look after its creation is at a copy that is older than such a write, and would write again.
     */
    private List<VmiAction> placed(LauncherPodState pod) {
        if (pod.nodeName().isEmpty()) {
            return new ArrayList<>();
        }
        String node = pod.nodeName().get();
        Map<String, String> labels = vmi.getMetadata().getLabels();
        var actions = new ArrayList<>(VmiPlanner.readiness(vmi, pod));
        if (labels == null || !node.equals(labels.get(KubeVirtLabels.NODE_NAME))) {
            actions.add(new VmiAction.LabelNode(node));
        }
        return actions;
    }

    private Instant boundAt(LauncherPodState pod) {
        return pod.scheduled().flatMap(LauncherPodState.Scheduled::since).orElse(now);
    }
}
