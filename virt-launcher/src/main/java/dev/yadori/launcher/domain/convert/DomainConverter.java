package dev.yadori.launcher.domain.convert;

import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.Domain;
import dev.yadori.launcher.domain.HostFacts;
import dev.yadori.launcher.domain.LaunchSpec;
import dev.yadori.launcher.domain.Placement;
import java.util.List;
import java.util.stream.Stream;

/** Puts the parts together. Only what depends on all devices, controllers and ports, has an order. */
public final class DomainConverter {
    private static final List<DeviceConverter> DEVICES = List.of(
            Drives::devices,
            (spec, host) -> spec.devices().interfaces().stream(),
            Consoles::devices,
            SmallDevices::devices);

    private DomainConverter() {}

    /** Makes devices that do not depend on others. */
    @FunctionalInterface
    interface DeviceConverter {
        Stream<? extends Device> devices(LaunchSpec spec, HostFacts host);
    }

    public static Domain convert(LaunchSpec spec, HostFacts host, Placement placement) {
        var domain = new Domain(
                platform(spec, host),
                spec.identity(),
                new Domain.Memory(
                        spec.compute().memoryKibibytes(), spec.compute().hugepageKibibytes()),
                Processors.cpu(spec, host, placement),
                BootLoading.os(spec, host),
                BootLoading.features(spec),
                spec.clock(),
                DEVICES.stream()
                        .<Device>flatMap(converter -> converter.devices(spec, host))
                        .toList());
        return ExpanderBuses.add(
                RootPorts.add(Controllers.add(domain), spec.devices().hotplugPorts()));
    }

    private static Domain.Platform platform(LaunchSpec spec, HostFacts host) {
        var acceleration = host.kvmUsable() ? Domain.Acceleration.KVM : Domain.Acceleration.QEMU;
        return new Domain.Platform(acceleration, host.emulator(), spec.boot().rebootAllowed());
    }
}
