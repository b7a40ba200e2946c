package dev.yadori.controller.migration;

import dev.yadori.controller.vmi.ActivePod;
import dev.yadori.controller.vmi.LauncherPodState;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.MigrationState;
import java.util.Optional;

/** What is left to do for a migration that has ended. Each part of it is done again until it shows. */
final class Finished {

    private final MigrationPlanner at;

    Finished(MigrationPlanner at) {
        this.at = at;
    }

    MigrationPlan plan() {
        Optional<GuestView> guest = at.guest();
        Optional<MigrationState> state = guest.flatMap(view -> view.migration(at.uid()));
        state.ifPresent(at.draft::state);
        at.seen.surplus().forEach(name -> at.act(new MigrationAction.Forget(name)));
        if (at.seen.target() instanceof Unknown) {
            return at.done().after(MigrationPlanner.UNKNOWN_WAIT);
        }
        if (at.draft.phase() == MigrationPhase.FAILED) {
            guest.ifPresent(view -> tidy(view, state));
        }
        // Last of all, so that what is to be done before it is done again where it failed.
        if (at.migration.hasFinalizer(KubeVirtNames.MIGRATION_FINALIZER)) {
            at.act(new MigrationAction.DropFinalizer());
        }
        return at.done();
    }

    private void tidy(GuestView guest, Optional<MigrationState> state) {
        if (state.filter(Finished::mayBeThere).isPresent() && !guest.hasEnded()) {
            return;
        }
        if (state.isPresent() && guest.targetLabel().isPresent()) {
            at.act(new MigrationAction.DropTargetLabel());
        }
        if (at.seen.target() instanceof Present<LauncherPodState>(LauncherPodState pod) && isIdle(pod, guest)) {
            at.act(
                    new MigrationAction.DeleteTarget(pod.name()),
                    new MigrationAction.Emit(
                            true, false, MigrationReasons.SUCCESSFUL_DELETE, "Deleted target pod " + pod.name()));
        }
    }

    /** Whether nobody has told the pod to go. The guest's own pod is none of a failed migration. */
    private static boolean isIdle(LauncherPodState pod, GuestView guest) {
        return !pod.isDeleting() && !ActivePod.name(guest.vmi()).equals(pod.name());
    }

    /** Whether a guest may be in the target's pod: the source has begun, and nobody has said how it ended. */
    private static boolean mayBeThere(MigrationState state) {
        return state.startTimestamp() != null && !Boolean.TRUE.equals(state.completed());
    }
}
