package dev.yadori.controller.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.PhaseTransition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** When the first phases were reached. An object is Pending from its creation on, whenever that is written. */
final class PhaseTimes {

    private PhaseTimes() {}

    static PhaseTransition pending(VirtualMachineInstance vmi, Instant now) {
        String created = vmi.getMetadata().getCreationTimestamp();
        return new PhaseTransition(
                VirtualMachineInstancePhase.PENDING,
                created == null ? now.truncatedTo(ChronoUnit.MILLIS) : Instant.parse(created));
    }

    static List<PhaseTransition> toScheduling(VirtualMachineInstance vmi, Instant now) {
        return List.of(
                pending(vmi, now),
                new PhaseTransition(VirtualMachineInstancePhase.SCHEDULING, now.truncatedTo(ChronoUnit.MILLIS)));
    }
}
