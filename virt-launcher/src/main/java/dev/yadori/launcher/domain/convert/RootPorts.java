package dev.yadori.launcher.domain.convert;

import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.Device.ControllerKind;
import dev.yadori.launcher.domain.Disk;
import dev.yadori.launcher.domain.Domain;
import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.LaunchSpec.Tablet;
import dev.yadori.launcher.domain.MemoryBalloon;
import dev.yadori.launcher.domain.NetworkInterface;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Ports for devices that may come later. libvirt makes a port for each device by itself but uses up those that are written
 * down first, so with free ports wanted, all are.
 */
final class RootPorts {
    private RootPorts() {}

    static Domain add(Domain domain, int free) {
        if (free == 0) {
            return domain;
        }
        int taken = (int) domain.devices().stream().filter(RootPorts::takesPort).count()
                + (domain.devices().stream().anyMatch(RootPorts::isConventional) ? 1 : 0);
        var ports = IntStream.rangeClosed(1, taken + free)
                .<Device>mapToObj(index -> new Device.Controller(ControllerKind.PCIE_ROOT_PORT, OptionalInt.of(index)));
        var root = Stream.<Device>of(new Device.Controller(ControllerKind.PCIE_ROOT, OptionalInt.of(0)));
        return domain.withDevices(Stream.of(root, ports, domain.devices().stream())
                .flatMap(devices -> devices)
                .toList());
    }

    /** Needs a bridge to conventional PCI, which takes one port for all of them. */
    private static boolean isConventional(Device device) {
        return device instanceof Device.Watchdog
                || (device instanceof NetworkInterface card && card.model() == NetworkInterface.Model.E1000);
    }

    private static boolean takesPort(Device device) {
        return switch (device) {
            case Device.Drive(var disk, var _) -> disk.bus() == Disk.Bus.VIRTIO;
            case NetworkInterface card -> card.model() != NetworkInterface.Model.E1000;
            case Device.Controller(var kind, var _) ->
                kind == ControllerKind.USB
                        || kind == ControllerKind.VIRTIO_SCSI
                        || kind == ControllerKind.VIRTIO_SERIAL;
            case Device.Input(var bus) -> bus == Tablet.VIRTIO;
            case HostFunction _, MemoryBalloon _, Device.Rng _ -> true;
            case Device.ExpanderBus _,
                    Device.ExpanderPort _,
                    Device.Serial _,
                    Device.Vnc _,
                    Device.Video _,
                    Device.NoBalloon _,
                    Device.Watchdog _,
                    Device.AgentChannel _ -> false;
        };
    }
}
