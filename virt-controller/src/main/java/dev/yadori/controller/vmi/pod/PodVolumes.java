package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.Firmware;
import dev.yadori.crds.v1.Memory;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.Volume;
import dev.yadori.crds.v1.Volume.ContainerDiskSource;
import dev.yadori.crds.v1.Volume.HostDiskSource;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pod's volumes that hold disks, and its own. */
final class PodVolumes {

    private static final String HUGEPAGES_VOLUME = "hugepages";
    private static final String HUGEPAGES_PATH = "/dev/hugepages";

    private final VolumeSet set = new VolumeSet();
    private final Map<String, ClaimMode> claims;
    private final boolean imageVolumes;

    private PodVolumes(Map<String, ClaimMode> claims, boolean imageVolumes) {
        this.claims = claims;
        this.imageVolumes = imageVolumes;
    }

    /**
     * All volumes of the pod.
     *
     * @param claims mode of each claim the guest names; file system where it is not listed
     * @param imageVolumes whether the cluster mounts images; if not, an empty folder holds the place of each
     */
    static VolumeSet of(
            VirtualMachineInstanceSpec spec, DomainSpec domain, Map<String, ClaimMode> claims, boolean imageVolumes) {
        var volumes = new PodVolumes(claims, imageVolumes);
        volumes.addOwn(domain);
        volumes.addKernel(domain);
        spec.volumes().forEach(volumes::add);
        FileVolumes.addAll(spec, volumes.set);
        return volumes.set;
    }

    /** Names of the claims that the guest's volumes need, in their order. */
    static SequencedSet<String> claimNames(VirtualMachineInstanceSpec spec) {
        var names = new LinkedHashSet<String>();
        spec.volumes().forEach(volume -> volume.claim().ifPresent(names::add));
        return names;
    }

    /** Names of the Secrets with which images of disks are pulled, in their order. */
    static SequencedSet<String> pullSecrets(VirtualMachineInstanceSpec spec, DomainSpec domain) {
        var secrets = new LinkedHashSet<String>();
        spec.volumes().stream()
                .map(Volume::containerDisk)
                .flatMap(Stream::ofNullable)
                .map(ContainerDiskSource::imagePullSecret)
                .flatMap(Stream::ofNullable)
                .forEach(secrets::add);
        kernel(domain).map(Firmware.KernelContainer::imagePullSecret).ifPresent(secrets::add);
        return secrets;
    }

    private void addOwn(DomainSpec domain) {
        emptyDir(LauncherPodLayout.RUN_VOLUME, LauncherPodLayout.RUN_PATH);
        emptyDir(LauncherPodLayout.EPHEMERAL_DISKS_VOLUME, LauncherPodLayout.EPHEMERAL_DISKS_PATH);
        emptyDir(LauncherPodLayout.PRIVATE_VOLUME, LauncherPodLayout.PRIVATE_PATH);
        Optional.ofNullable(domain.memory())
                .map(Memory::hugepages)
                .map(Memory.Hugepages::pageSize)
                .ifPresent(size -> set.mount(
                        HUGEPAGES_VOLUME,
                        HUGEPAGES_PATH,
                        false,
                        volume -> volume.withNewEmptyDir()
                                .withMedium("HugePages-" + size)
                                .endEmptyDir()));
    }

    private void emptyDir(String name, String path) {
        set.mount(name, path, false, volume -> volume.withNewEmptyDir().endEmptyDir());
    }

    private void addKernel(DomainSpec domain) {
        kernel(domain)
                .ifPresent(kernel -> image(
                        LauncherPodLayout.KERNEL_BOOT_VOLUME,
                        LauncherPodLayout.KERNEL_BOOT_PATH,
                        Objects.requireNonNull(kernel.image(), "kernelBoot.container.image"),
                        kernel.imagePullPolicy()));
    }

    private void add(Volume volume) {
        String name = Objects.requireNonNull(volume.name(), "volumes.name");
        present(
                volume.containerDisk(),
                disk -> image(
                        name,
                        LauncherPodLayout.containerDiskPath(name),
                        Objects.requireNonNull(disk.image(), "containerDisk.image"),
                        disk.imagePullPolicy()));
        volume.claim().ifPresent(claim -> claim(name, claim, isReadOnly(volume)));
        present(volume.hostDisk(), disk -> hostDisk(name, disk));
    }

    private void image(String name, String path, String image, @Nullable String pullPolicy) {
        if (!imageVolumes) {
            set.mount(name, path, true, volume -> volume.withNewEmptyDir().endEmptyDir());
            return;
        }
        set.mount(
                name,
                path,
                true,
                volume -> volume.withNewImage()
                        .withReference(image)
                        .withPullPolicy(pullPolicy == null ? defaultPullPolicy(image) : pullPolicy)
                        .endImage());
    }

    private void claim(String name, String claim, boolean readOnly) {
        switch (claims.getOrDefault(claim, ClaimMode.FILESYSTEM)) {
            case BLOCK ->
                set.device(
                        name,
                        LauncherPodLayout.blockClaimPath(name),
                        volume -> volume.withNewPersistentVolumeClaim(claim, readOnly ? true : null));
            case FILESYSTEM ->
                set.mount(
                        name,
                        LauncherPodLayout.fileSystemClaimPath(name),
                        readOnly,
                        volume -> volume.withNewPersistentVolumeClaim(claim, readOnly ? true : null));
        }
    }

    private void hostDisk(String name, HostDiskSource disk) {
        Path folder =
                Path.of(Objects.requireNonNull(disk.path(), "hostDisk.path")).getParent();
        boolean made = disk.type() == Volume.HostDiskType.DISK_OR_CREATE;
        set.mount(
                name,
                LauncherPodLayout.hostDiskPath(name),
                false,
                volume -> volume.withNewHostPath(String.valueOf(folder), made ? "DirectoryOrCreate" : "Directory"));
    }

    /** As kubelets do for containers: what can change under its name is asked for again. */
    static String defaultPullPolicy(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        boolean pinned = image.contains("@") || (last.contains(":") && !last.endsWith(":latest"));
        return pinned ? "IfNotPresent" : "Always";
    }

    private static boolean isReadOnly(Volume volume) {
        return volume.ephemeral() != null
                || (volume.persistentVolumeClaim() != null
                        && Boolean.TRUE.equals(volume.persistentVolumeClaim().readOnly()));
    }

    static Optional<Firmware.KernelContainer> kernel(DomainSpec domain) {
        return Optional.ofNullable(domain.firmware()).map(Firmware::kernelBoot).map(Firmware.KernelBoot::container);
    }

    private static <T> void present(@Nullable T value, Consumer<T> then) {
        if (value != null) {
            then.accept(value);
        }
    }
}
