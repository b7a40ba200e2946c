package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.Claims.Claim;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.Volume;
import dev.yadori.crds.v1.VolumePhase;
import dev.yadori.crds.v1.VolumeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a status says of the claims behind volumes, until the handler of a node takes over. */
record ClaimStatuses(VirtualMachineInstance vmi) {

    private static final String NOT_READY = "PVCNotReady";

    /** Whether a claim is not told of yet, or was not bound when it was. */
    boolean areUnsettled() {
        return volumes().stream()
                .filter(volume -> volume.claim().isPresent())
                .anyMatch(volume -> known(volume)
                        .filter(told -> told.persistentVolumeClaimInfo() != null && told.phase() != VolumePhase.PENDING)
                        .isEmpty());
    }

    /** Tells of those claims that are known. What is said of other volumes stays. */
    void addTo(StatusDraft draft, Map<String, Claim> claims) {
        var told = new ArrayList<VolumeStatus>();
        for (Volume volume : volumes()) {
            Optional<Claim> claim = volume.claim().map(claims::get);
            claim.map(found -> status(volume, found)).or(() -> known(volume)).ifPresent(told::add);
        }
        if (!told.isEmpty()) {
            draft.set("volumeStatus", all(), told);
        }
    }

    private static VolumeStatus status(Volume volume, Claim claim) {
        return claim.isBound()
                ? new VolumeStatus(volume.name(), null, null, null, null, null, claim.info(), null, null, null)
                : new VolumeStatus(
                        volume.name(),
                        null,
                        VolumePhase.PENDING,
                        NOT_READY,
                        "PVC is in phase " + claim.phase(),
                        null,
                        claim.info(),
                        null,
                        null,
                        null);
    }

    private Optional<VolumeStatus> known(Volume volume) {
        return all().stream()
                .filter(told -> told.name() != null && told.name().equals(volume.name()))
                .findFirst();
    }

    private List<VolumeStatus> all() {
        return Optional.ofNullable(vmi.getStatus())
                .map(VirtualMachineInstanceStatus::volumeStatus)
                .orElse(List.of());
    }

    private List<Volume> volumes() {
        return Optional.ofNullable(vmi.getSpec())
                .map(VirtualMachineInstanceSpec::volumes)
                .orElse(List.of());
    }
}
