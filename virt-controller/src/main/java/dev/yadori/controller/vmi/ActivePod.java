package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.pod.LauncherNames;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import java.util.Optional;

/** Which of a guest's pods is the one whose end is the guest's: a function of its migration state alone (0110). */
public final class ActivePod {

    private ActivePod() {}

    /** The pod that holds the guest, or the one that will while there is none. */
    public static String name(VirtualMachineInstance vmi) {
        return state(vmi)
                .flatMap(state -> Optional.ofNullable(arrived(vmi, state) ? state.targetPod() : state.sourcePod()))
                .orElseGet(() -> LauncherNames.pod(
                        vmi.getMetadata().getName(), vmi.getMetadata().getUid()));
    }

    /** The pod at the other end of a migration that may have moved the guest there, and that nobody has settled. */
    static Optional<String> possibleTarget(VirtualMachineInstance vmi) {
        return state(vmi)
                .filter(state -> state.startTimestamp() != null
                        && !Boolean.TRUE.equals(state.completed())
                        && !arrived(vmi, state))
                .map(MigrationState::targetPod);
    }

    /** The pod that a guest has left, once it is proven to run elsewhere. */
    static Optional<String> left(VirtualMachineInstance vmi) {
        return state(vmi)
                .filter(state -> Boolean.TRUE.equals(state.completed()) && arrived(vmi, state))
                .map(MigrationState::sourcePod);
    }

    private static boolean arrived(VirtualMachineInstance vmi, MigrationState state) {
        if (Boolean.TRUE.equals(state.completed())) {
            return !Boolean.TRUE.equals(state.failed());
        }
        VirtualMachineInstanceStatus status = vmi.getStatus();
        return status != null
                && state.startTimestamp() != null
                && state.targetNode() != null
                && state.targetNode().equals(status.nodeName());
    }

    private static Optional<MigrationState> state(VirtualMachineInstance vmi) {
        return Optional.ofNullable(vmi.getStatus()).map(VirtualMachineInstanceStatus::migrationState);
    }
}
