package dev.yadori.launcher.volume;

import java.nio.file.Path;

/**
 * Folders of the launcher's container.
 *
 * @param overlays a folder a volume, with what the guest writes
 * @param emptyDisks disks that begin empty
 * @param kernelBoot where the image with the guest's kernel is mounted
 */
public record MediaPaths(Path overlays, Path emptyDisks, Path kernelBoot) {
    public static MediaPaths inPod() {
        var ephemeral = Path.of("/var/run/kubevirt-ephemeral-disks");
        return new MediaPaths(
                ephemeral.resolve("disk-data"),
                ephemeral.resolve("empty-disks"),
                Path.of("/var/run/kubevirt/container-disks/kernel-boot"));
    }
}
