package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.ClaimInfo;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VolumeStatus;
import dev.yadori.handler.launch.DiskBuses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The volumes of a running guest with their claims and the names of their drives, given as the launcher gives them. */
final class VolumeTargets {
    private static final int LETTERS = 26;

    private VolumeTargets() {}

    /** In the order of the spec; what others wrote about a volume stays. */
    static List<VolumeStatus> of(
            VirtualMachineInstanceSpec spec, List<VolumeStatus> known, Map<String, ClaimInfo> claims) {
        var targets = targets(spec);
        var former = known.stream()
                .filter(one -> one.name() != null)
                .collect(Collectors.toMap(VolumeStatus::name, Function.identity(), (first, _) -> first));
        var all = new ArrayList<VolumeStatus>();
        for (var volume : spec.volumes()) {
            var name = Objects.requireNonNullElse(volume.name(), "");
            all.add(status(name, targets.get(name), claims.get(name), former.remove(name)));
        }
        known.stream().filter(one -> former.containsValue(one)).forEach(all::add);
        return all;
    }

    private static VolumeStatus status(
            String name, @Nullable String target, @Nullable ClaimInfo claim, @Nullable VolumeStatus former) {
        return former == null
                ? new VolumeStatus(name, target, null, null, null, null, claim, null, null, null)
                : new VolumeStatus(
                        name,
                        target,
                        former.phase(),
                        former.reason(),
                        former.message(),
                        former.size(),
                        claim == null ? former.persistentVolumeClaimInfo() : claim,
                        former.hotplugVolume(),
                        former.memoryDumpVolume(),
                        former.containerDiskVolume());
    }

    /** vd for virtio, sd for the rest; each counts for itself. */
    private static Map<String, String> targets(VirtualMachineInstanceSpec spec) {
        var targets = new LinkedHashMap<String, String>();
        int virtio = 0;
        int other = 0;
        for (var disk : DiskBuses.of(spec)) {
            targets.put(disk.name(), disk.virtio() ? "vd" + letters(virtio++) : "sd" + letters(other++));
        }
        return targets;
    }

    /** a to z, then aa, ab and so on. */
    static String letters(int index) {
        var last = String.valueOf((char) ('a' + index % LETTERS));
        return index < LETTERS ? last : letters(index / LETTERS - 1) + last;
    }
}
