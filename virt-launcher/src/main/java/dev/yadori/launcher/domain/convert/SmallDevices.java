package dev.yadori.launcher.domain.convert;

import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.HostFacts;
import dev.yadori.launcher.domain.LaunchSpec;
import java.util.stream.Stream;

/** Entropy, balloon, watchdog and the agent's channel. */
final class SmallDevices {
    private static final String ENTROPY = "/dev/urandom";

    private SmallDevices() {}

    static Stream<Device> devices(LaunchSpec spec, HostFacts host) {
        var devices = spec.devices();
        Stream<Device> rng = devices.rng() ? Stream.of(new Device.Rng(ENTROPY)) : Stream.empty();
        Stream<Device> balloon =
                Stream.of(devices.balloon().<Device>map(asked -> asked).orElseGet(Device.NoBalloon::new));
        Stream<Device> watchdog = devices.watchdog().<Device>map(Device.Watchdog::new).stream();
        Stream<Device> agent = devices.agentSocket().<Device>map(Device.AgentChannel::new).stream();
        return Stream.of(rng, balloon, watchdog, agent).flatMap(some -> some);
    }
}
