package dev.yadori.controller.migration;

import dev.yadori.controller.vmi.pod.ClaimMode;
import dev.yadori.crds.v1.MigrationState;
import java.util.Map;

/** One write beside that of the migration's own status. Each can be repeated without harm. */
public sealed interface MigrationAction {

    /** Makes the pod of the target, whose name only this migration's pod can have. */
    record CreateTarget(Map<String, ClaimMode> claims) implements MigrationAction {}

    /** Ends the pod of the target, in which no guest runs. */
    record DeleteTarget(String pod) implements MigrationAction {}

    /** Writes on the guest that it shall move, if it is the one that was looked at. The label is written after it. */
    record HandOver(MigrationState state) implements MigrationAction {}

    /** Tells the target's handler. */
    record LabelTarget(String node) implements MigrationAction {}

    /** Ends a migration that nobody has started, if it is still so. */
    record EndBeforeStart(String reason) implements MigrationAction {}

    /** Asks the source to stop. */
    record RequestAbort() implements MigrationAction {}

    /** The guest is another node's now, and no node's target any more. */
    record MoveLabel(String node) implements MigrationAction {}

    /** Nobody is the target any more. */
    record DropTargetLabel() implements MigrationAction {}

    /** Keeps the object until its migration has ended, where no webhook has done so. */
    record AddFinalizer() implements MigrationAction {}

    /** The migration has ended, so that its object may go. */
    record DropFinalizer() implements MigrationAction {}

    /** Forgets a migration that ended long ago. */
    record Forget(String migration) implements MigrationAction {}

    /** Tells the user. */
    record Emit(boolean aboutGuest, boolean warning, String reason, String message) implements MigrationAction {}
}
