package dev.yadori.handler.launch;

import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.proto.launcher.v1.Disk;
import java.util.List;

/** The drives of a guest in their order, those included that no disk asks for. */
public final class DiskBuses {
    private DiskBuses() {}

    /** A drive, and whether it is one of virtio. */
    public record Drive(String name, boolean virtio) {}

    public static List<Drive> of(VirtualMachineInstanceSpec spec) {
        if (spec.domain() == null) {
            return List.of();
        }
        return DiskMapper.disks(spec, Guest.devices(spec.domain()), new FieldErrors()).stream()
                .map(disk -> new Drive(disk.getName(), disk.getBus() == Disk.Bus.BUS_VIRTIO))
                .toList();
    }
}
