package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.Disk;
import dev.yadori.crds.v1.Disk.DiskBus;
import dev.yadori.crds.v1.Disk.DiskCache;
import dev.yadori.crds.v1.Disk.DiskIo;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Volume;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Disks, their volumes, and the order of boot devices. */
final class DiskRules {

    private DiskRules() {}

    static void check(SpecView view, Faults faults) {
        List<Disk> disks = view.disks();
        FieldPath list = view.device("disks");
        Texts.unique(disks.stream().<@Nullable String>map(Disk::name).toList(), list, faults);
        Map<String, Volume> volumes = view.volumesByName();
        for (int i = 0; i < disks.size(); i++) {
            Disk disk = disks.get(i);
            FieldPath at = list.index(i);
            volumeOf(disk, volumes, at, faults);
            bus(disk, at, faults);
            access(disk, at, faults);
            Texts.serial(disk.serial(), at.field("serial"), faults);
        }
        volumesUsed(view, faults);
        bootOrder(view, faults);
    }

    private static void volumeOf(Disk disk, Map<String, Volume> volumes, FieldPath at, Faults faults) {
        Volume volume = volumes.get(String.valueOf(disk.name()));
        if (volume == null) {
            if (disk.cdrom() == null) {
                faults.invalid(at.field("name"), "no volume is named '" + disk.name() + "'");
            }
            return;
        }
        if (disk.lun() != null && volume.persistentVolumeClaim() == null) {
            faults.invalid(at.field("lun"), "needs a volume with a persistentVolumeClaim");
        }
    }

    private static void bus(Disk disk, FieldPath at, Faults faults) {
        if (disk.cdrom() != null && disk.cdrom().bus() == DiskBus.VIRTIO) {
            faults.invalid(at.field("cdrom.bus"), "must be sata, scsi or usb, is virtio");
        }
        if (disk.lun() != null && disk.lun().bus() != null && disk.lun().bus() != DiskBus.SCSI) {
            faults.invalid(
                    at.field("lun.bus"), "must be scsi, is " + disk.lun().bus().wire());
        }
    }

    private static void access(Disk disk, FieldPath at, Faults faults) {
        boolean cached = disk.cache() != null && disk.cache() != DiskCache.NONE;
        if (Boolean.TRUE.equals(disk.shareable()) && cached) {
            faults.invalid(at.field("cache"), "must be none for a shareable disk");
        }
        if (disk.io() == DiskIo.NATIVE && cached) {
            faults.invalid(at.field("io"), "native needs cache none");
        }
    }

    private static void volumesUsed(SpecView view, Faults faults) {
        Set<String> used =
                view.disks().stream().map(disk -> String.valueOf(disk.name())).collect(Collectors.toSet());
        view.devices()
                .map(Devices::filesystems)
                .orElse(List.of())
                .forEach(files -> used.add(String.valueOf(files.name())));
        List<Volume> volumes = view.spec().volumes();
        for (int i = 0; i < volumes.size(); i++) {
            if (!used.contains(String.valueOf(volumes.get(i).name()))) {
                faults.invalid(
                        view.at("volumes").index(i).field("name"),
                        "no disk or filesystem is named '" + volumes.get(i).name() + "'");
            }
        }
    }

    private static void bootOrder(SpecView view, Faults faults) {
        Map<Integer, FieldPath> taken = new HashMap<>();
        List<Disk> disks = view.disks();
        for (int i = 0; i < disks.size(); i++) {
            order(disks.get(i).bootOrder(), view.device("disks").index(i), taken, faults);
        }
        List<Interface> interfaces = view.interfaces();
        for (int i = 0; i < interfaces.size(); i++) {
            order(interfaces.get(i).bootOrder(), view.device("interfaces").index(i), taken, faults);
        }
    }

    private static void order(@Nullable Integer order, FieldPath device, Map<Integer, FieldPath> taken, Faults faults) {
        if (order == null) {
            return;
        }
        FieldPath at = device.field("bootOrder");
        FieldPath first = taken.putIfAbsent(order, at);
        if (order < 1) {
            faults.invalid(at, "must be at least 1, is " + order);
        } else if (first != null) {
            faults.duplicate(at, order + " is taken by " + Objects.requireNonNull(first));
        }
    }
}
