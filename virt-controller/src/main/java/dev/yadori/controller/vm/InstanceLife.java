package dev.yadori.controller.vm;

import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far an instance is, as far as it matters for starting and stopping. */
enum InstanceLife {
    ABSENT,
    /** Starting, running, or in a phase that this version does not know: nothing proves that it has ended. */
    ACTIVE,
    SUCCEEDED,
    FAILED,
    /** On its way out, whatever its phase. */
    DELETING;

    static InstanceLife of(Optional<VirtualMachineInstance> found) {
        return found.map(InstanceLife::of).orElse(ABSENT);
    }

    private static InstanceLife of(VirtualMachineInstance instance) {
        if (instance.isMarkedForDeletion()) {
            return DELETING;
        }
        return switch (phase(instance)) {
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> FAILED;
            case null, default -> ACTIVE;
        };
    }

    static @Nullable VirtualMachineInstancePhase phase(VirtualMachineInstance instance) {
        return instance.getStatus() == null ? null : instance.getStatus().phase();
    }

    static boolean isFinal(VirtualMachineInstance instance) {
        var phase = phase(instance);
        return phase != null && phase.isFinal();
    }

    /**
     * Whether nothing but the finalizer of its VirtualMachine keeps a deleted instance: its own finalizer, which stands for
     * its pod, is gone.
     */
    static boolean isOver(VirtualMachineInstance instance) {
        return instance.isMarkedForDeletion()
                && instance.hasFinalizer(KubeVirtNames.VM_CONTROLLER_FINALIZER)
                && !instance.hasFinalizer(KubeVirtNames.VMI_FINALIZER);
    }

    /** Whether the guest has run at some time. */
    static boolean hasRun(VirtualMachineInstance instance) {
        return phase(instance) == VirtualMachineInstancePhase.RUNNING
                || reached(instance, VirtualMachineInstancePhase.RUNNING).isPresent();
    }

    /** When the instance came to the phase. */
    static Optional<Instant> reached(VirtualMachineInstance instance, VirtualMachineInstancePhase phase) {
        return Stream.ofNullable(instance.getStatus())
                .map(VirtualMachineInstanceStatus::phaseTransitionTimestamps)
                .flatMap(List::stream)
                .filter(transition -> transition.phase() == phase)
                .map(VirtualMachineInstanceStatus.PhaseTransition::phaseTransitionTimestamp)
                .filter(Objects::nonNull)
                .findFirst();
    }
}
