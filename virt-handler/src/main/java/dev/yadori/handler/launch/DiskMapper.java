package dev.yadori.handler.launch;

import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.Disk.CdRomTarget;
import dev.yadori.crds.v1.Disk.DiskBus;
import dev.yadori.crds.v1.Disk.DiskErrorPolicy;
import dev.yadori.crds.v1.Disk.TrayState;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.Volume;
import dev.yadori.proto.launcher.v1.Disk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Drives, in the order of the API; a volume that no disk names gets one of its own. */
final class DiskMapper {
    private DiskMapper() {}

    static List<Disk> disks(VirtualMachineInstanceSpec spec, Devices devices, FieldErrors errors) {
        var volumes = spec.volumes().stream().map(Volume::name).collect(Collectors.toSet());
        var named = new HashSet<@Nullable String>();
        var disks = new ArrayList<Disk>();
        var asked = devices.disks();
        for (int i = 0; i < asked.size(); i++) {
            var path = "spec.domain.devices.disks[" + i + "]";
            var one = asked.get(i);
            named.add(one.name());
            check(one, path, errors);
            var disk = disk(one, path, errors);
            boolean empty = !volumes.contains(one.name());
            if (empty && one.cdrom() == null) {
                errors.add(path + ".name", "no volume has this name");
            }
            disks.add(disk.setEmpty(empty).build());
        }
        for (var volume : spec.volumes()) {
            if (!named.contains(volume.name())) {
                disks.add(Disk.newBuilder()
                        .setName(Objects.requireNonNullElse(volume.name(), ""))
                        .setKind(Disk.Kind.KIND_DISK)
                        .setBus(Disk.Bus.BUS_SATA)
                        .setDiscardUnmap(true)
                        .build());
            }
        }
        return disks;
    }

    private static void check(dev.yadori.crds.v1.Disk one, String path, FieldErrors errors) {
        errors.off(path + ".dedicatedIOThread", one.dedicatedIOThread());
        errors.off(path + ".changedBlockTracking", one.changedBlockTracking());
        errors.absent(path + ".tag", one.tag());
        errors.absent(path + ".blockSize", one.blockSize());
        if (one.errorPolicy() != null && one.errorPolicy() != DiskErrorPolicy.STOP) {
            errors.unsupported(path + ".errorPolicy");
        }
        if (one.disk() != null) {
            errors.absent(path + ".disk.pciAddress", one.disk().pciAddress());
        }
        if (one.lun() != null) {
            errors.off(path + ".lun.reservation", one.lun().reservation());
        }
        if (one.cdrom() != null && one.cdrom().tray() == TrayState.OPEN) {
            errors.unsupported(path + ".cdrom.tray");
        }
    }

    private static Disk.Builder disk(dev.yadori.crds.v1.Disk one, String path, FieldErrors errors) {
        var disk = Disk.newBuilder()
                .setName(Objects.requireNonNullElse(one.name(), ""))
                .setShareable(Boolean.TRUE.equals(one.shareable()))
                .setCache(cache(one, path, errors))
                .setIo(io(one, path, errors))
                .setBootOrder(Objects.requireNonNullElse(one.bootOrder(), 0))
                .setSerial(Objects.requireNonNullElse(one.serial(), ""));
        target(disk, one, path, errors);
        // Blocks that a guest frees are given back, unless others see the same disk or it cannot be written anyway.
        return disk.setDiscardUnmap(
                disk.getKind() == Disk.Kind.KIND_DISK && !disk.getReadOnly() && !disk.getShareable());
    }

    private static void target(Disk.Builder disk, dev.yadori.crds.v1.Disk one, String path, FieldErrors errors) {
        if (one.cdrom() != null) {
            disk.setKind(Disk.Kind.KIND_CDROM)
                    .setReadOnly(isReadOnly(one.cdrom()))
                    .setBus(bus(one.cdrom().bus(), Disk.Bus.BUS_SATA, path + ".cdrom.bus", errors));
        } else if (one.lun() != null) {
            disk.setKind(Disk.Kind.KIND_LUN)
                    .setReadOnly(Boolean.TRUE.equals(one.lun().readonly()))
                    .setBus(bus(one.lun().bus(), Disk.Bus.BUS_SCSI, path + ".lun.bus", errors));
        } else {
            var target = one.disk();
            disk.setKind(Disk.Kind.KIND_DISK)
                    .setReadOnly(target != null && Boolean.TRUE.equals(target.readonly()))
                    .setBus(bus(target == null ? null : target.bus(), Disk.Bus.BUS_SATA, path + ".disk.bus", errors));
        }
    }

    private static boolean isReadOnly(CdRomTarget cdrom) {
        return !Boolean.FALSE.equals(cdrom.readonly());
    }

    private static Disk.Bus bus(@Nullable DiskBus bus, Disk.Bus absent, String path, FieldErrors errors) {
        if (bus == null) {
            return absent;
        }
        return switch (bus) {
            case VIRTIO -> Disk.Bus.BUS_VIRTIO;
            case SATA -> Disk.Bus.BUS_SATA;
            case SCSI -> Disk.Bus.BUS_SCSI;
            case USB -> Disk.Bus.BUS_USB;
            case UNRECOGNIZED -> {
                errors.unsupported(path);
                yield Disk.Bus.BUS_UNSPECIFIED;
            }
        };
    }

    private static Disk.Cache cache(dev.yadori.crds.v1.Disk one, String path, FieldErrors errors) {
        if (one.cache() == null) {
            return Disk.Cache.CACHE_UNSPECIFIED;
        }
        return switch (one.cache()) {
            case NONE -> Disk.Cache.CACHE_NONE;
            case WRITETHROUGH -> Disk.Cache.CACHE_WRITETHROUGH;
            case WRITEBACK -> Disk.Cache.CACHE_WRITEBACK;
            case UNRECOGNIZED -> {
                errors.unsupported(path + ".cache");
                yield Disk.Cache.CACHE_UNSPECIFIED;
            }
        };
    }

    private static Disk.Io io(dev.yadori.crds.v1.Disk one, String path, FieldErrors errors) {
        if (one.io() == null) {
            return Disk.Io.IO_UNSPECIFIED;
        }
        return switch (one.io()) {
            case NATIVE -> Disk.Io.IO_NATIVE;
            case THREADS -> Disk.Io.IO_THREADS;
            case IO_URING -> Disk.Io.IO_URING;
            case UNRECOGNIZED -> {
                errors.unsupported(path + ".io");
                yield Disk.Io.IO_UNSPECIFIED;
            }
        };
    }
}
