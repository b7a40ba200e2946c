package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.ClaimInfo;
import dev.yadori.crds.v1.ConditionReasons;
import dev.yadori.crds.v1.Cpu;
import dev.yadori.crds.v1.Disk;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.MigrationMethod;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.Volume;
import dev.yadori.crds.v1.VolumeStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether and how a guest could move to another node, by the rules of the API in their order. Devices that forbid it are
 * not supported yet, so that there is no rule for them.
 */
record Migratability(boolean possible, String reason, String message, MigrationMethod method) {
    private static final String READ_WRITE_MANY = "ReadWriteMany";

    /**
     * Looks at one guest.
     *
     * @param volumes what is known of its claims
     */
    static Migratability of(VirtualMachineInstance vmi, List<VolumeStatus> volumes) {
        var spec = Objects.requireNonNull(vmi.getSpec(), "spec");
        var method = local(spec) ? MigrationMethod.BLOCK_MIGRATION : MigrationMethod.LIVE_MIGRATION;
        if (!interfacesCan(vmi, spec)) {
            return new Migratability(
                    false,
                    ConditionReasons.INTERFACE_NOT_LIVE_MIGRATABLE,
                    "the bridge binding on the pod network cannot be moved; use masquerade",
                    method);
        }
        if (hasOwnCpus(spec)) {
            return new Migratability(
                    false,
                    ConditionReasons.CPUS_NOT_LIVE_MIGRATABLE,
                    "a guest with dedicatedCpuPlacement is bound to CPUs of its node, which it cannot exchange yet",
                    method);
        }
        var unshared = unshared(spec, volumes);
        if (!unshared.isEmpty()) {
            return new Migratability(
                    false,
                    ConditionReasons.DISKS_NOT_LIVE_MIGRATABLE,
                    "volumes that no other node can have at the same time (ReadWriteMany): " + unshared,
                    method);
        }
        return new Migratability(true, "", "", method);
    }

    private static boolean hasOwnCpus(VirtualMachineInstanceSpec spec) {
        return Optional.ofNullable(spec.domain())
                .map(DomainSpec::cpu)
                .filter(Cpu::ownsHostCpus)
                .isPresent();
    }

    private static boolean interfacesCan(VirtualMachineInstance vmi, VirtualMachineInstanceSpec spec) {
        var annotations = vmi.getMetadata().getAnnotations();
        if (annotations != null
                && annotations.containsKey(KubeVirtAnnotations.ALLOW_POD_BRIDGE_NETWORK_LIVE_MIGRATION)) {
            return true;
        }
        var onPod = spec.networks().stream()
                .filter(network -> network.pod() != null)
                .map(Network::name)
                .collect(Collectors.toSet());
        return spec.interfaces().stream().noneMatch(one -> one.bridge() != null && onPod.contains(one.name()));
    }

    private static String unshared(VirtualMachineInstanceSpec spec, List<VolumeStatus> volumes) {
        return spec.volumes().stream()
                .filter(volume -> isOwn(volume, volumes))
                .map(Volume::name)
                .collect(Collectors.joining(", "));
    }

    private static boolean isOwn(Volume volume, List<VolumeStatus> volumes) {
        if (volume.hostDisk() != null) {
            return !Boolean.TRUE.equals(volume.hostDisk().shared());
        }
        return isClaim(volume) && !isShared(volume, volumes);
    }

    private static boolean isClaim(Volume volume) {
        return volume.persistentVolumeClaim() != null || volume.dataVolume() != null || volume.ephemeral() != null;
    }

    private static boolean isShared(Volume volume, List<VolumeStatus> volumes) {
        return volumes.stream()
                .filter(status -> Objects.equals(status.name(), volume.name()))
                .flatMap(status -> Optional.ofNullable(status.persistentVolumeClaimInfo()).stream())
                .map(ClaimInfo::accessModes)
                .anyMatch(modes -> modes.contains(READ_WRITE_MANY));
    }

    /** Whether a disk lives in the pod and would be copied: all that is no claim, but for media that are only read. */
    private static boolean local(VirtualMachineInstanceSpec spec) {
        var domain = spec.domain();
        var drives = domain == null || domain.devices() == null
                ? List.<Disk>of()
                : domain.devices().disks();
        var readOnly = drives.stream()
                .filter(disk -> disk.cdrom() != null
                        && !Boolean.FALSE.equals(disk.cdrom().readonly()))
                .map(Disk::name)
                .collect(Collectors.toSet());
        return spec.volumes().stream()
                .anyMatch(volume -> volume.persistentVolumeClaim() == null
                        && volume.dataVolume() == null
                        && volume.hostDisk() == null
                        && !readOnly.contains(volume.name()));
    }
}
