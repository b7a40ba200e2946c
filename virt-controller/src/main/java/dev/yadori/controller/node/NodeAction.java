package dev.yadori.controller.node;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;

/** One write about a node or a guest on it. Each can be repeated without harm. */
sealed interface NodeAction {

    /** No more guests come to a node whose handler is not heard of. The handler takes it back. */
    record StopScheduling() implements NodeAction {}

    /** Remembers on the node that it is being emptied, or no more. */
    record RememberDrain(boolean draining) implements NodeAction {}

    /** Asks for a migration, under a name that only this attempt can have. */
    record Move(VirtualMachineInstanceMigration migration) implements NodeAction {}

    /** The guest may stay. */
    record ClearWish(VirtualMachineInstance guest) implements NodeAction {}

    /** Nobody wants the migration any more that has not touched its guest yet. */
    record CallOff(VirtualMachineInstanceMigration migration) implements NodeAction {}

    /** Names a guest that shall leave and cannot. */
    record Name(VirtualMachineInstance guest, String message) implements NodeAction {}

    /** Says on a guest whether it runs in an older launcher than new guests get. */
    record MarkOutdated(VirtualMachineInstance guest, boolean outdated) implements NodeAction {}

    /** Ends the guest in this pod as an administrator would, so that its owner starts it anew. */
    record Evict(VirtualMachineInstance guest, String pod) implements NodeAction {}
}
