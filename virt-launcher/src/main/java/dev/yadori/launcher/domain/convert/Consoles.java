package dev.yadori.launcher.domain.convert;

import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.HostFacts;
import dev.yadori.launcher.domain.LaunchSpec;
import java.util.stream.Stream;

/** What people look at and point with. A screen brings its adapter, and nothing else does. */
final class Consoles {
    private Consoles() {}

    static Stream<Device> devices(LaunchSpec spec, HostFacts host) {
        var consoles = spec.consoles();
        var model = switch (spec.boot().firmware()) {
            case LaunchSpec.FirmwareKind.Bios(var _) -> Device.VideoModel.VGA;
            case LaunchSpec.FirmwareKind.Uefi(var _, var _) -> Device.VideoModel.BOCHS;
        };
        Stream<Device> serial =
                consoles.serial().<Device>map(line -> new Device.Serial(line.socket(), line.log())).stream();
        Stream<Device> screen = consoles.vncSocket().stream()
                .flatMap(socket -> Stream.of(new Device.Vnc(socket), new Device.Video(model)));
        Stream<Device> tablet = consoles.tablet().<Device>map(Device.Input::new).stream();
        return Stream.of(serial, screen, tablet).flatMap(devices -> devices);
    }
}
