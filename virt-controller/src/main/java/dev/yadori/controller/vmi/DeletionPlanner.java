package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.controller.vmi.pod.LauncherPod;
import dev.yadori.crds.v1.ConditionReasons;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.VirtualMachineInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What follows once a VirtualMachineInstance is deleted: its pods are told to end, and when all of them are proven to have
 * ended the object may go. Pure.
 */
public final class DeletionPlanner {

    /** After the time a pod has to end in, until something is said about it. */
    static final Duration OVERDUE = Duration.ofSeconds(30);

    private static final Duration UNKNOWN_WAIT = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final VirtualMachineInstance vmi;
    private final VmiObserved seen;
    private final Instant now;

    private DeletionPlanner(VirtualMachineInstance vmi, VmiObserved seen, Instant now) {
        this.vmi = vmi;
        this.seen = seen;
        this.now = now;
    }

    public static VmiPlan plan(VirtualMachineInstance vmi, VmiObserved seen, Instant now) {
        return new DeletionPlanner(vmi, seen, now).plan();
    }

    /** Whether the pod should have been gone for a while. */
    static boolean isOverdue(LauncherPodState pod, Instant now) {
        return !pod.hasEnded()
                && pod.deletionDeadline()
                        .filter(deadline -> deadline.plus(OVERDUE).isBefore(now))
                        .isPresent();
    }

    private VmiPlan plan() {
        return switch (seen.pod()) {
            case Unknown<LauncherPodState> _ -> VmiPlan.waitFor(UNKNOWN_WAIT);
            case Absent<LauncherPodState> _ -> end(seen.otherPods());
            case Present<LauncherPodState>(LauncherPodState pod) -> {
                var pods = new ArrayList<>(seen.otherPods());
                pods.addFirst(pod);
                yield end(pods);
            }
        };
    }

    private VmiPlan end(List<LauncherPodState> pods) {
        var actions = new ArrayList<VmiAction>();
        for (LauncherPodState pod : pods) {
            if (seen.fate(pod) instanceof NodeFate.Fenced && !pod.hasEnded()) {
                // Nobody is left to confirm it; that it has ended is stated.
                actions.add(new VmiAction.DeletePod(pod.name(), Optional.of(0L)));
            } else if (!pod.isDeleting()) {
                actions.add(new VmiAction.DeletePod(pod.name(), grace(pod)));
                actions.add(new VmiAction.Emit(
                        false, VmiReasons.SUCCESSFUL_DELETE, "Deleted virtual machine pod " + pod.name()));
            }
        }
        List<LauncherPodState> left =
                pods.stream().filter(pod -> !pod.hasEnded()).toList();
        if (left.isEmpty() && seen.isOrphan()) {
            actions.add(new VmiAction.DropFinalizer(KubeVirtNames.VM_CONTROLLER_FINALIZER));
        }
        VmiAction[] all = actions.toArray(VmiAction[]::new);
        return left.isEmpty() ? VmiPlan.release(all) : await(left, all);
    }

    private VmiPlan await(List<LauncherPodState> left, VmiAction... actions) {
        var draft = new StatusDraft(vmi.getStatus(), now);
        left.stream()
                .filter(pod -> isOverdue(pod, now))
                .findFirst()
                .ifPresent(pod ->
                        draft.condition(ConditionTypes.READY, false, ConditionReasons.POD_TERMINATING, blocker(pod)));
        return VmiPlan.of(draft.changes(), actions).after(nextLook(left));
    }

    private String blocker(LauncherPodState pod) {
        return "pod %s should have ended by %s and is still there: %s"
                .formatted(
                        pod.name(),
                        pod.deletionDeadline().map(Instant::toString).orElse("now"),
                        seen.nodeState().orElse("its kubelet does not say why"));
    }

    private Duration nextLook(List<LauncherPodState> left) {
        return left.stream()
                .map(LauncherPodState::deletionDeadline)
                .flatMap(Optional::stream)
                .map(deadline -> Duration.between(now, deadline.plus(OVERDUE).plusSeconds(1)))
                .filter(Duration::isPositive)
                .min(Duration::compareTo)
                .orElse(LOOK_AGAIN);
    }

    /** The user may have shortened the time since the pod was made; then the launcher does not know. */
    private Optional<Long> grace(LauncherPodState pod) {
        Long guest = Objects.requireNonNull(vmi.getSpec(), "spec").terminationGracePeriodSeconds();
        long seconds = LauncherPod.graceSeconds(guest);
        if (seconds == pod.graceSeconds()) {
            return Optional.empty();
        }
        return Optional.of(guest != null && guest == 0 ? 1 : seconds);
    }
}
