package dev.yadori.controller.kubevirt;

import dev.yadori.controller.migration.GuestView;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import java.util.Map;

/** Guests that the reconciler of nodes has found in an older launcher. */
final class OutdatedGuests {

    private OutdatedGuests() {}

    /** Whether this is one of them, and still runs. */
    static boolean counts(VirtualMachineInstance guest) {
        Map<String, String> labels = guest.getMetadata().getLabels();
        return labels != null
                && labels.containsKey(KubeVirtLabels.OUTDATED_LAUNCHER_IMAGE)
                && !new GuestView(guest).hasEnded();
    }
}
