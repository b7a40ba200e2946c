package dev.yadori.launcher.domain.convert;

import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.Disk;
import dev.yadori.launcher.domain.HostFacts;
import dev.yadori.launcher.domain.LaunchSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.stream.Stream;

/** Gives each disk its place, in the order in which they are asked for. */
final class Drives {
    private static final int LETTERS = 26;

    private Drives() {}

    /** What a target's name begins with; each counts for itself. */
    private enum Prefix {
        VD,
        SD
    }

    static Stream<Device> devices(LaunchSpec spec, HostFacts host) {
        var next = new EnumMap<Prefix, Integer>(Prefix.class);
        var drives = new ArrayList<Device>();
        for (var disk : spec.devices().disks()) {
            var prefix = prefix(disk.bus());
            int index = next.merge(prefix, 1, Integer::sum) - 1;
            drives.add(new Device.Drive(disk, (prefix == Prefix.VD ? "vd" : "sd") + letters(index)));
        }
        return drives.stream();
    }

    private static Prefix prefix(Disk.Bus bus) {
        return switch (bus) {
            case VIRTIO -> Prefix.VD;
            case SATA, SCSI, USB -> Prefix.SD;
        };
    }

    /** a to z, then aa, ab and so on. */
    static String letters(int index) {
        var last = String.valueOf((char) ('a' + index % LETTERS));
        return index < LETTERS ? last : letters(index / LETTERS - 1) + last;
    }
}
