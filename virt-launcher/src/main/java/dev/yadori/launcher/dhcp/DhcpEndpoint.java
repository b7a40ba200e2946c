package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.net.Ipv4Address;
import java.util.Optional;

/**
 * Where to listen and where to answer.
 *
 * @param device the interface to hold on to; without it, the routing table decides where a broadcast leaves
 * @param port 67, or 0 in tests for any that is free
 * @param clientPort 68 but in tests
 */
public record DhcpEndpoint(
        Optional<String> device, Ipv4Address address, int port, Ipv4Address broadcast, int clientPort) {
    private static final int LONGEST_DEVICE_NAME = 15;

    public DhcpEndpoint {
        if (device.filter(name -> name.isEmpty() || name.length() > LONGEST_DEVICE_NAME)
                .isPresent()) {
            throw new IllegalArgumentException("no name of an interface: " + device.get());
        }
    }

    public static DhcpEndpoint onDevice(String device) {
        return new DhcpEndpoint(Optional.of(device), Ipv4Address.UNSPECIFIED, 67, new Ipv4Address(0xffffffff), 68);
    }
}
