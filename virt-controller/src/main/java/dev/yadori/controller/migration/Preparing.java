package dev.yadori.controller.migration;

import dev.yadori.controller.migration.MigrationObserved.Refusal;
import dev.yadori.controller.vmi.ActivePod;
import dev.yadori.controller.vmi.Claims;
import dev.yadori.controller.vmi.LauncherPodState;
import dev.yadori.controller.vmi.LauncherPodState.Compute;
import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.controller.vmi.pod.GuestSize;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.MigrationState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The phases before the handlers know of the migration: Pending, Scheduling, Scheduled. */
final class Preparing {

    private static final Duration REFUSED = Duration.ofSeconds(5);
    private static final Duration ORPHANED = Duration.ofSeconds(2);

    private final MigrationPlanner at;
    private final MigrationDraft draft;

    Preparing(MigrationPlanner at) {
        this.at = at;
        this.draft = at.draft;
    }

    MigrationPlan plan() {
        if (at.isCancelled()) {
            draft.condition(ConditionTypes.MIGRATION_ABORT_REQUESTED, "", "the migration was deleted");
            return at.fail(MigrationReasons.CANCELLED, "the migration was cancelled before the guest was touched");
        }
        Optional<GuestView> guest = at.guest();
        if (guest.isEmpty()) {
            return at.fail(MigrationReasons.FAILED_MIGRATION, "the guest does not exist");
        }
        if (guest.get().isEnding()) {
            return at.fail(MigrationReasons.FAILED_MIGRATION, "the guest has ended");
        }
        return switch (draft.phase()) {
            case PENDING -> pending(guest.get());
            case SCHEDULING -> scheduling(guest.get());
            case SCHEDULED -> scheduled(guest.get());
            case PREPARING_TARGET,
                    TARGET_READY,
                    RUNNING,
                    SUCCEEDED,
                    FAILED,
                    WAITING_FOR_SYNC,
                    SYNCHRONIZING,
                    UNRECOGNIZED ->
                throw new IllegalStateException(draft.phase().wire());
        };
    }

    private MigrationPlan pending(GuestView guest) {
        draft.phase(MigrationPhase.PENDING);
        if (!at.migration.hasFinalizer(KubeVirtNames.MIGRATION_FINALIZER)) {
            at.act(new MigrationAction.AddFinalizer());
            return at.done();
        }
        if (at.seen.rival().isPresent()) {
            return at.fail(
                    MigrationReasons.FAILED_MIGRATION,
                    "in-flight migration detected: " + at.seen.rival().get() + " moves the guest already");
        }
        if (guest.immobility().isPresent()) {
            return at.fail(
                    MigrationReasons.FAILED_MIGRATION,
                    "the guest cannot be moved: " + guest.immobility().get());
        }
        if (guest.unsettled().isPresent()) {
            return settleForeign();
        }
        if (guest.targetLabel().isPresent()) {
            at.act(new MigrationAction.DropTargetLabel());
        }
        if (!guest.isRunning()) {
            // Its event brings this migration here again.
            return at.done();
        }
        return switch (at.seen.target()) {
            case Unknown<LauncherPodState> _ -> at.done().after(MigrationPlanner.UNKNOWN_WAIT);
            case Present<LauncherPodState> _ -> begin();
            case Absent<LauncherPodState> _ -> create();
        };
    }

    /** The guest's last migration was taken away before its end. */
    private MigrationPlan settleForeign() {
        if (at.seen.orphaned()) {
            at.act(new MigrationAction.RequestAbort(), new MigrationAction.EndBeforeStart("its migration is no more"));
        }
        return at.done().after(ORPHANED);
    }

    private MigrationPlan create() {
        if (at.seen.preparation().refusal().isPresent()) {
            return refused(at.seen.preparation().refusal().get());
        }
        if (at.seen.turn() instanceof Turn.Queue(Duration lookAgain, String _)) {
            return at.done().after(lookAgain);
        }
        return switch (at.seen.preparation().claims()) {
            case Claims.Missing(String claim) ->
                refused(new Refusal(false, "PersistentVolumeClaim " + claim + " does not exist"));
            case Claims.Ready ready -> {
                at.act(new MigrationAction.CreateTarget(ready.modes()));
                yield at.done();
            }
        };
    }

    /** The phase stays, the reason is shown, and it is tried again until somebody gives up. */
    private MigrationPlan refused(Refusal refusal) {
        String type =
                refusal.byQuota() ? ConditionTypes.MIGRATION_REJECTED_BY_RESOURCE_QUOTA : ConditionTypes.SYNCHRONIZED;
        if (!draft.has(type)) {
            at.act(new MigrationAction.Emit(false, true, MigrationReasons.FAILED_CREATE, refusal.message()));
        }
        if (refusal.byQuota()) {
            draft.condition(type, MigrationReasons.QUOTA, refusal.message());
        } else {
            draft.unmet(type, MigrationReasons.FAILED_CREATE, refusal.message());
        }
        return at.done().after(REFUSED);
    }

    private MigrationPlan begin() {
        draft.without(ConditionTypes.MIGRATION_REJECTED_BY_RESOURCE_QUOTA);
        draft.without(ConditionTypes.SYNCHRONIZED);
        draft.phase(MigrationPhase.SCHEDULING);
        return at.done().after(patience().unschedulable());
    }

    private MigrationPlan scheduling(GuestView guest) {
        return switch (at.seen.target()) {
            case Unknown<LauncherPodState> _ -> at.done().after(MigrationPlanner.UNKNOWN_WAIT);
            case Absent<LauncherPodState>(String proof) -> lost(proof);
            case Present<LauncherPodState>(LauncherPodState pod) ->
                switch (pod.compute()) {
                    case Compute.Terminated _ -> lost("pod " + pod.name() + " has ended");
                    case Compute.Waiting waiting -> waiting(pod, waiting);
                    case Compute.Running _ when pod.isDeleting() -> lost("pod " + pod.name() + " is being deleted");
                    case Compute.Running _ -> {
                        draft.phase(MigrationPhase.SCHEDULED);
                        yield scheduled(guest);
                    }
                };
        };
    }

    private MigrationPlan waiting(LauncherPodState pod, Compute.Waiting waiting) {
        if (pod.isDeleting()) {
            return lost("pod " + pod.name() + " is being deleted");
        }
        boolean unschedulable = pod.scheduled()
                .filter(word -> !word.value() && word.reason().equals("Unschedulable"))
                .isPresent();
        Duration left =
                left(unschedulable ? patience().unschedulable() : patience().pending());
        if (left.isPositive()) {
            return at.done().after(left);
        }
        String why = unschedulable
                ? "no node takes the guest: "
                        + pod.scheduled().map(word -> word.message()).orElse("")
                : "pod %s has not started in %d s: %s"
                        .formatted(pod.name(), patience().pending().toSeconds(), waiting.reason());
        return at.fail(MigrationReasons.FAILED_MIGRATION, why);
    }

    private MigrationPlan scheduled(GuestView guest) {
        if (!(at.seen.target() instanceof Present<LauncherPodState>(LauncherPodState pod))) {
            return at.seen.target() instanceof Absent<LauncherPodState>(String proof)
                    ? lost(proof)
                    : at.done().after(MigrationPlanner.UNKNOWN_WAIT);
        }
        if (pod.hasEnded() || pod.isDeleting() || pod.nodeName().isEmpty()) {
            return lost("pod " + pod.name() + " has ended");
        }
        if (at.seen.terms().isEmpty() || guest.nodeName().isEmpty() || !guest.isRunning()) {
            return waitForGuest();
        }
        if (guest.nodeName().equals(pod.nodeName())) {
            return at.fail(MigrationReasons.FAILED_MIGRATION, "the target's pod is on the guest's own node");
        }
        MigrationState state =
                state(guest, pod, pod.nodeName().get(), at.seen.terms().get());
        at.act(
                new MigrationAction.HandOver(state),
                new MigrationAction.LabelTarget(pod.nodeName().get()),
                new MigrationAction.Emit(
                        true,
                        false,
                        MigrationReasons.SUCCESSFUL_HAND_OVER,
                        "Migration target pod " + pod.name() + " is ready on node "
                                + pod.nodeName().get()));
        draft.phase(MigrationPhase.PREPARING_TARGET).state(state);
        return at.done().after(patience().pending());
    }

    /** A guest that is unknown comes back, or ends; one that nobody is heard of keeps no pod for ever. */
    private MigrationPlan waitForGuest() {
        Duration left = left(patience().pending());
        return left.isPositive()
                ? at.done().after(left)
                : at.fail(MigrationReasons.FAILED_MIGRATION, "the guest does not run on a node that answers");
    }

    private MigrationState state(GuestView guest, LauncherPodState pod, String node, MigrationTerms terms) {
        return HandOverState.of(
                at.uid(),
                new HandOverState.Place(guest.nodeName().orElse(""), ActivePod.name(guest.vmi())),
                new HandOverState.Place(node, pod.name()),
                pod.overheadBytes().map(GuestSize::quantity),
                terms);
    }

    private MigrationPlan lost(String proof) {
        return at.fail(MigrationReasons.FAILED_MIGRATION, "the target is lost: " + proof);
    }

    private Duration left(Duration whole) {
        Instant since = draft.reached(MigrationPhase.SCHEDULING).orElse(at.now);
        return Duration.between(at.now, since.plus(whole));
    }

    private Patience patience() {
        return Patience.of(at.migration);
    }
}
