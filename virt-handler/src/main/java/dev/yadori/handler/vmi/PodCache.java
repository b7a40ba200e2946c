package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import java.util.Optional;

/** The launcher pods of this node, as they were last seen. */
@FunctionalInterface
interface PodCache {

    /**
     * The pod that an object controls and has recorded. Empty where there is none or more than one here: a choice would be
     * a guess.
     */
    Optional<LauncherPodObject> of(VirtualMachineInstance vmi);

    /** The pod here that its migration names as the target. */
    default Optional<LauncherPodObject> target(VirtualMachineInstance vmi) {
        return Optional.empty();
    }
}
