package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.ClaimInfo;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VolumeStatus;
import dev.yadori.handler.launch.GuestMemory;
import dev.yadori.handler.launch.LaunchFacts;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a launcher has to know of claims. */
final class Claims {
    private static final String STORAGE = "storage";
    private static final String BLOCK = "Block";
    private static final String FILESYSTEM = "Filesystem";

    private Claims() {}

    /** Those that the controller has written into the status, by volume. */
    static Map<String, ClaimInfo> recorded(VirtualMachineInstanceStatus status) {
        var claims = new HashMap<String, ClaimInfo>();
        for (VolumeStatus volume : status.volumeStatus()) {
            var info = volume.persistentVolumeClaimInfo();
            // Without a size there is nothing to make a disk of: then the claim itself is asked.
            if (volume.name() != null && info != null && !info.capacity().isEmpty()) {
                claims.put(volume.name(), info);
            }
        }
        return claims;
    }

    static ClaimInfo info(PersistentVolumeClaim claim) {
        var spec = claim.getSpec();
        var capacity = claim.getStatus() == null ? null : claim.getStatus().getCapacity();
        var requests = spec.getResources() == null ? null : spec.getResources().getRequests();
        return new ClaimInfo(
                claim.getMetadata().getName(),
                spec.getAccessModes(),
                Objects.requireNonNullElse(spec.getVolumeMode(), FILESYSTEM),
                Objects.requireNonNullElse(capacity, Map.of()),
                Objects.requireNonNullElse(requests, Map.of()),
                null,
                null);
    }

    static LaunchFacts.Claim of(ClaimInfo info) {
        return new LaunchFacts.Claim(BLOCK.equals(info.volumeMode()), size(info.capacity(), info.requests()));
    }

    /** What was asked for, though a volume may be larger; never more than there is. */
    private static long size(Map<String, Quantity> capacity, Map<String, Quantity> requests) {
        return Stream.of(storage(capacity), storage(requests))
                .flatMapToLong(size -> size.isPresent() ? LongStream.of(size.getAsLong()) : LongStream.empty())
                .min()
                .orElse(0);
    }

    private static OptionalLong storage(Map<String, Quantity> amounts) {
        var amount = amounts.get(STORAGE);
        return amount == null ? OptionalLong.empty() : OptionalLong.of(GuestMemory.bytes(amount));
    }
}
