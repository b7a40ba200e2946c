package dev.yadori.controller.migration;

import dev.yadori.controller.vmi.LauncherPodState;
import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.MigrationState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The phases in which the handlers move the guest: PreparingTarget, TargetReady, Running. */
final class HandedOver {

    private static final String DELETED = "the migration was deleted";

    private final MigrationPlanner at;
    private final MigrationDraft draft;

    HandedOver(MigrationPlanner at) {
        this.at = at;
        this.draft = at.draft;
    }

    MigrationPlan plan() {
        if (at.isCancelled()) {
            draft.condition(ConditionTypes.MIGRATION_ABORT_REQUESTED, "", DELETED);
        }
        Optional<GuestView> guest = at.guest();
        if (guest.isEmpty()) {
            return at.fail(MigrationReasons.FAILED_MIGRATION, "the guest does not exist");
        }
        Optional<MigrationState> state = guest.get().migration(at.uid());
        if (state.isEmpty()) {
            return at.fail(
                    MigrationReasons.FAILED_MIGRATION,
                    "the guest is another one, or knows nothing of this migration any more");
        }
        draft.state(state.get());
        return Boolean.TRUE.equals(state.get().completed())
                ? completed(guest.get(), state.get())
                : underWay(guest.get(), state.get());
    }

    private MigrationPlan completed(GuestView guest, MigrationState state) {
        if (Boolean.TRUE.equals(state.failed())) {
            String reason = at.isCancelled() ? MigrationReasons.CANCELLED : MigrationReasons.FAILED_MIGRATION;
            return at.fail(reason, Objects.requireNonNullElse(state.failureReason(), "the migration has failed"));
        }
        String target = Objects.requireNonNullElse(state.targetNode(), "");
        if (!guest.nodeName().filter(target::equals).isPresent()) {
            // The one write of the target's handler says both. Somebody else has written here, and more will come.
            return at.done().after(MigrationPlanner.UNKNOWN_WAIT);
        }
        at.act(
                new MigrationAction.MoveLabel(target),
                new MigrationAction.Emit(
                        true,
                        false,
                        MigrationReasons.SUCCESSFUL_MIGRATION,
                        "The guest has moved from node %s to node %s".formatted(state.sourceNode(), target)));
        draft.phase(MigrationPhase.SUCCEEDED);
        return at.done();
    }

    private MigrationPlan underWay(GuestView guest, MigrationState state) {
        boolean started = state.startTimestamp() != null;
        draft.phase(
                started
                        ? MigrationPhase.RUNNING
                        : state.targetNodeAddress() != null
                                ? MigrationPhase.TARGET_READY
                                : MigrationPhase.PREPARING_TARGET);
        if (guest.hasEnded()) {
            return at.fail(MigrationReasons.FAILED_MIGRATION, "the guest has ended");
        }
        if (guest.targetLabel().isEmpty() && state.targetNode() != null) {
            at.act(new MigrationAction.LabelTarget(state.targetNode()));
        }
        return started ? running(state) : beforeStart();
    }

    private MigrationPlan running(MigrationState state) {
        if (at.isCancelled() && !Boolean.TRUE.equals(state.abortRequested())) {
            at.act(new MigrationAction.RequestAbort());
        }
        return at.done();
    }

    private MigrationPlan beforeStart() {
        Optional<String> end = endBeforeStart();
        if (end.isPresent()) {
            at.act(new MigrationAction.EndBeforeStart(end.get()));
            return at.done().after(MigrationPlanner.UNKNOWN_WAIT);
        }
        return at.done().after(at.seen.target() instanceof Unknown ? MigrationPlanner.UNKNOWN_WAIT : left());
    }

    private Optional<String> endBeforeStart() {
        if (at.isCancelled()) {
            return Optional.of(DELETED + " before the guest began to move");
        }
        return switch (at.seen.target()) {
            case Unknown<LauncherPodState> _ -> tooLong();
            case Absent<LauncherPodState>(String proof) -> Optional.of("the target is lost: " + proof);
            case Present<LauncherPodState>(LauncherPodState pod) ->
                pod.hasEnded() || pod.isDeleting()
                        ? Optional.of("the target is lost: pod " + pod.name() + " has ended")
                        : tooLong();
        };
    }

    private Optional<String> tooLong() {
        return left().isPositive()
                ? Optional.empty()
                : Optional.of("the handlers have not begun within "
                        + Patience.of(at.migration).pending().toSeconds() + " s");
    }

    private Duration left() {
        Instant since = draft.reached(MigrationPhase.PREPARING_TARGET).orElse(at.now);
        return Duration.between(at.now, since.plus(Patience.of(at.migration).pending()));
    }
}
