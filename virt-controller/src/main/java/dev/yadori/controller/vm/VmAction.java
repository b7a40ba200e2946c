package dev.yadori.controller.vm;

import dev.yadori.crds.v1.VirtualMachineInstance;
import java.util.Map;

/** A write on behalf of a VirtualMachine. Each may be repeated. */
sealed interface VmAction {

    /**
     * Starts it, and keeps what it was started from.
     *
     * @param hasOlderRevisions whether there may be revisions of former starts, which go
     */
    record CreateInstance(VirtualMachineInstance instance, boolean hasOlderRevisions) implements VmAction {}

    /** Stops it, or clears what has ended away. */
    record DeleteInstance(VirtualMachineInstance instance) implements VmAction {}

    /** Lets an instance go whose pod is proven gone. */
    record FinishInstance(VirtualMachineInstance instance) implements VmAction {}

    /** Takes an instance over that nobody controls. */
    record AdoptInstance(VirtualMachineInstance instance) implements VmAction {}

    /** Lets the instance go on without its VirtualMachine. */
    record ReleaseInstance(VirtualMachineInstance instance) implements VmAction {}

    /** Says that the instance is what this generation of the VirtualMachine wants, though it was made by an older one. */
    record RaiseGeneration(VirtualMachineInstance instance, long generation) implements VmAction {}

    /** Has the instance follow its template in fields of its spec that are live; by their names. */
    record UpdateInstance(VirtualMachineInstance instance, Map<String, Object> fields) implements VmAction {}

    /** Lets the VirtualMachine go. */
    record RemoveFinalizer() implements VmAction {}
}
