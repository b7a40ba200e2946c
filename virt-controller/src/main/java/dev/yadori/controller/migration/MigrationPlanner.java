package dev.yadori.controller.migration;

import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What follows from what is known of a migration. Pure.
 *
 * <ol>
 *   <li>Up to the hand-over only the target's pod exists, in which no guest runs: to give up is to delete it.
 *   <li>From the hand-over until the source has begun, one patch that fits no other version ends it.
 *   <li>Once the source has begun, only a handler with proof ends it; this controller asks and waits.
 *   <li>A phase that is final is written only when no guest can be in the target's pod, or it is the guest's pod.
 * </ol>
 */
public final class MigrationPlanner {

    static final Duration UNKNOWN_WAIT = Duration.ofSeconds(2);

    final VirtualMachineInstanceMigration migration;
    final MigrationObserved seen;
    final Instant now;
    final MigrationDraft draft;
    private final List<MigrationAction> actions = new ArrayList<>();

    private MigrationPlanner(VirtualMachineInstanceMigration migration, MigrationObserved seen, Instant now) {
        this.migration = migration;
        this.seen = seen;
        this.now = now;
        this.draft = new MigrationDraft(migration, now);
    }

    public static MigrationPlan plan(VirtualMachineInstanceMigration migration, MigrationObserved seen, Instant now) {
        return new MigrationPlanner(migration, seen, now).plan();
    }

    /** Whether there is nothing left to come. */
    public static boolean isFinal(VirtualMachineInstanceMigration migration) {
        MigrationPhase phase = phase(migration);
        return phase == MigrationPhase.SUCCEEDED || phase == MigrationPhase.FAILED;
    }

    /** The phase, Pending for a migration that nobody has looked at. */
    public static MigrationPhase phase(VirtualMachineInstanceMigration migration) {
        return migration.getStatus() == null || migration.getStatus().phase() == null
                ? MigrationPhase.PENDING
                : migration.getStatus().phase();
    }

    private MigrationPlan plan() {
        if (seen.guest() instanceof Unknown) {
            return done().after(UNKNOWN_WAIT);
        }
        return switch (draft.phase()) {
            case PENDING, SCHEDULING, SCHEDULED ->
                isHandedOver() ? new HandedOver(this).plan() : new Preparing(this).plan();
            case PREPARING_TARGET, TARGET_READY, RUNNING -> new HandedOver(this).plan();
            case SUCCEEDED, FAILED -> new Finished(this).plan();
            // Of another version, or of migrations between clusters, which admission refuses.
            case WAITING_FOR_SYNC, SYNCHRONIZING, UNRECOGNIZED -> done();
        };
    }

    /** Also when the write that would say so was lost: the guest's state is the truth. */
    private boolean isHandedOver() {
        return guest().flatMap(guest -> guest.migration(uid())).isPresent();
    }

    Optional<GuestView> guest() {
        return switch (seen.guest()) {
            case Present<VirtualMachineInstance>(VirtualMachineInstance vmi) -> Optional.of(new GuestView(vmi));
            case Absent<VirtualMachineInstance> _, Unknown<VirtualMachineInstance> _ -> Optional.empty();
        };
    }

    String uid() {
        return migration.getMetadata().getUid();
    }

    boolean isCancelled() {
        return migration.isMarkedForDeletion();
    }

    void act(MigrationAction... more) {
        actions.addAll(Arrays.asList(more));
    }

    /** The plan as it is. */
    MigrationPlan done() {
        return new MigrationPlan(actions, draft.status(), Optional.empty());
    }

    /** Goes to a phase that is final. What has to be tidied up is done from there, as often as it takes. */
    MigrationPlan fail(String reason, String message) {
        draft.phase(MigrationPhase.FAILED);
        draft.condition(ConditionTypes.FAILURE, reason, message);
        boolean wished = reason.equals(MigrationReasons.CANCELLED);
        act(
                new MigrationAction.Emit(false, !wished, MigrationReasons.FAILED_MIGRATION, message),
                new MigrationAction.Emit(true, !wished, MigrationReasons.FAILED_MIGRATION, message));
        return done();
    }
}
