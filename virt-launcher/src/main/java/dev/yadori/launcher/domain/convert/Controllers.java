package dev.yadori.launcher.domain.convert;

import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.Device.ControllerKind;
import dev.yadori.launcher.domain.Disk;
import dev.yadori.launcher.domain.Domain;
import dev.yadori.launcher.domain.LaunchSpec.Tablet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Adds the controllers that the devices need, and says that there is no USB where none does. */
final class Controllers {
    private Controllers() {}

    static Domain add(Domain domain) {
        var devices = domain.devices();
        boolean usb = any(devices, device -> device instanceof Device.Input(var bus) && bus == Tablet.USB)
                || any(devices, device -> isDriveOn(device, Disk.Bus.USB));
        boolean scsi = any(devices, device -> isDriveOn(device, Disk.Bus.SCSI));
        boolean serial = any(devices, Device.AgentChannel.class::isInstance);
        var controllers = Stream.of(
                        Stream.of(usb ? ControllerKind.USB : ControllerKind.NO_USB),
                        scsi ? Stream.of(ControllerKind.VIRTIO_SCSI) : Stream.<ControllerKind>empty(),
                        serial ? Stream.of(ControllerKind.VIRTIO_SERIAL) : Stream.<ControllerKind>empty())
                .flatMap(kinds -> kinds)
                .map(kind -> new Device.Controller(kind, OptionalInt.of(0)));
        return domain.withDevices(
                Stream.<Device>concat(controllers, devices.stream()).toList());
    }

    private static boolean isDriveOn(Device device, Disk.Bus bus) {
        return device instanceof Device.Drive(var disk, var _) && disk.bus() == bus;
    }

    private static boolean any(List<Device> devices, Predicate<Device> predicate) {
        return devices.stream().anyMatch(predicate);
    }
}
