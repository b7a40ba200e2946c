package dev.yadori.handler.launch;

import static dev.yadori.crds.launcher.LauncherPodLayout.PRIVATE_PATH;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.Volume.HostDiskSource;
import dev.yadori.crds.v1.Volume.HostDiskType;
import dev.yadori.proto.launcher.v1.ContainerDisk;
import dev.yadori.proto.launcher.v1.EmptyDisk;
import dev.yadori.proto.launcher.v1.FileSet;
import dev.yadori.proto.launcher.v1.HostDisk;
import dev.yadori.proto.launcher.v1.Storage;
import dev.yadori.proto.launcher.v1.Volume;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the bytes of each volume are, by the paths inside the launcher's container. */
final class VolumeMapper {
    private static final String DISK_FILE = "/disk.img";
    private static final String FILES_LABEL = "cfgdata";
    private static final long MEBIBYTE = 1L << 20;
    private static final List<String> ANSWER_FILES =
            List.of("autounattend.xml", "unattend.xml", "Autounattend.xml", "Unattend.xml");

    private VolumeMapper() {}

    static List<Volume> volumes(Guest guest, LaunchFacts facts, FieldErrors errors) {
        var all = new ArrayList<Volume>();
        boolean seeded = false;
        var asked = guest.spec().volumes();
        for (int i = 0; i < asked.size(); i++) {
            var one = asked.get(i);
            var path = "spec.volumes[" + i + "]";
            var volume = Volume.newBuilder().setName(Objects.requireNonNullElse(one.name(), ""));
            boolean cloudInit = one.cloudInitNoCloud() != null || one.cloudInitConfigDrive() != null;
            if (cloudInit && seeded) {
                errors.add(path, "only one cloud-init volume is supported");
            }
            seeded |= cloudInit;
            if (!(image(volume, guest, one, path, errors)
                    || claim(volume, one, facts, path, errors)
                    || local(volume, one, path, errors)
                    || files(volume, one))) {
                errors.add(path, "this kind of volume is not supported");
            }
            all.add(volume.build());
        }
        return all;
    }

    private static boolean image(
            Volume.Builder volume, Guest guest, dev.yadori.crds.v1.Volume one, String path, FieldErrors errors) {
        if (one.containerDisk() != null) {
            volume.setContainerDisk(ContainerDisk.newBuilder()
                    .setMountPath(LauncherPodLayout.containerDiskPath(volume.getName()))
                    .setPath(Objects.requireNonNullElse(one.containerDisk().path(), "")));
            return true;
        }
        if (one.cloudInitNoCloud() != null) {
            volume.setCloudInit(CloudInitMapper.noCloud(guest, volume.getName(), one.cloudInitNoCloud(), path, errors));
            return true;
        }
        if (one.cloudInitConfigDrive() != null) {
            volume.setCloudInit(
                    CloudInitMapper.configDrive(guest, volume.getName(), one.cloudInitConfigDrive(), path, errors));
            return true;
        }
        return false;
    }

    private static boolean claim(
            Volume.Builder volume, dev.yadori.crds.v1.Volume one, LaunchFacts facts, String path, FieldErrors errors) {
        var claim = one.persistentVolumeClaim();
        if (claim != null) {
            volume.setStorage(storage(volume.getName(), Boolean.TRUE.equals(claim.readOnly()), facts, path, errors));
            return true;
        }
        if (one.dataVolume() != null) {
            volume.setStorage(storage(volume.getName(), false, facts, path, errors));
            return true;
        }
        if (one.ephemeral() != null && one.ephemeral().persistentVolumeClaim() != null) {
            // What lies below the layer is only read, so that no file is made there.
            volume.setEphemeral(storage(volume.getName(), true, facts, path, errors).toBuilder()
                    .setSizeBytes(0));
            return true;
        }
        return false;
    }

    private static Storage storage(
            String volume, boolean readOnly, LaunchFacts facts, String path, FieldErrors errors) {
        var claim = facts.claims().get(volume);
        if (claim == null) {
            errors.add(path, "nothing is known of its claim");
            return Storage.getDefaultInstance();
        }
        var storage = Storage.newBuilder().setReadOnly(readOnly);
        if (claim.block()) {
            return storage.setBlockDevice(LauncherPodLayout.blockClaimPath(volume))
                    .build();
        }
        return storage.setFile(LauncherPodLayout.fileSystemClaimPath(volume) + DISK_FILE)
                .setSizeBytes(wholeMebibytes(claim.sizeBytes()))
                .build();
    }

    private static boolean local(
            Volume.Builder volume, dev.yadori.crds.v1.Volume one, String path, FieldErrors errors) {
        if (one.emptyDisk() != null) {
            volume.setEmptyDisk(EmptyDisk.newBuilder()
                    .setCapacityBytes(capacity(one.emptyDisk().capacity(), path + ".emptyDisk.capacity", errors)));
            return true;
        }
        if (one.hostDisk() != null) {
            volume.setHostDisk(hostDisk(volume.getName(), one.hostDisk(), path + ".hostDisk", errors));
            return true;
        }
        return false;
    }

    private static HostDisk hostDisk(String volume, HostDiskSource source, String path, FieldErrors errors) {
        var onNode = Objects.requireNonNullElse(source.path(), "");
        boolean create = source.type() == HostDiskType.DISK_OR_CREATE;
        if (source.type() == HostDiskType.UNRECOGNIZED) {
            errors.unsupported(path + ".type");
        }
        if (onNode.isEmpty() || onNode.endsWith("/")) {
            errors.add(path + ".path", "must name a file");
        }
        return HostDisk.newBuilder()
                .setPath(LauncherPodLayout.hostDiskPath(volume) + "/" + onNode.substring(onNode.lastIndexOf('/') + 1))
                .setCreate(create)
                .setCapacityBytes(create ? capacity(source.capacity(), path + ".capacity", errors) : 0)
                .build();
    }

    private static long capacity(@Nullable Quantity asked, String path, FieldErrors errors) {
        long bytes = asked == null ? 0 : wholeMebibytes(GuestMemory.bytes(asked));
        if (bytes == 0) {
            errors.add(path, "must be at least 1Mi");
        }
        return bytes;
    }

    private static long wholeMebibytes(long bytes) {
        return bytes / MEBIBYTE * MEBIBYTE;
    }

    private static boolean files(Volume.Builder volume, dev.yadori.crds.v1.Volume one) {
        var name = volume.getName();
        if (one.configMap() != null) {
            files(volume, LauncherPodLayout.configMapPath(name), one.configMap().volumeLabel(), "config-map-disks");
        } else if (one.secret() != null) {
            files(volume, LauncherPodLayout.secretPath(name), one.secret().volumeLabel(), "secret-disks");
        } else if (one.downwardAPI() != null) {
            files(
                    volume,
                    LauncherPodLayout.downwardApiPath(name),
                    one.downwardAPI().volumeLabel(),
                    "downwardapi-disks");
        } else if (one.serviceAccount() != null) {
            volume.setFiles(FileSet.newBuilder()
                    .setDirectory(LauncherPodLayout.SERVICE_ACCOUNT_PATH)
                    .setLabel(FILES_LABEL)
                    .setImagePath(PRIVATE_PATH + "/service-account-disk/service-account.iso"));
        } else if (one.sysprep() != null) {
            files(volume, LauncherPodLayout.sysprepPath(name), "unattendCD", "sysprep-disks");
            volume.getFilesBuilder().addAllRequiredAny(ANSWER_FILES);
        }
        return volume.hasFiles();
    }

    private static void files(Volume.Builder volume, String directory, @Nullable String label, String images) {
        volume.setFiles(FileSet.newBuilder()
                .setDirectory(directory)
                .setLabel(label == null || label.isEmpty() ? FILES_LABEL : label)
                .setImagePath(PRIVATE_PATH + "/" + images + "/" + volume.getName() + ".iso"));
    }
}
