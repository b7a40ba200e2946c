package dev.yadori.launcher.dhcp6;

import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.MacAddress;
import java.time.Duration;
import java.util.List;

/**
 * Everything that the one guest is told over DHCPv6; the only source of what goes into a reply.
 *
 * @param guest the only one who is answered
 * @param duration of the address; what does not fit in 32 bits of seconds is for ever
 */
public record Lease6(MacAddress guest, Ipv6Address address, Duration duration, Names6 names) {
    /** An address that its owner keeps, as KubeVirt leases it. */
    public static final Duration FOR_EVER = Duration.ofSeconds(0xffffffffL);

    public Lease6 {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("a lease lasts, not " + duration);
        }
    }

    /** How the guest resolves names. */
    public record Names6(List<Ipv6Address> servers, List<String> search) {
        public static final Names6 NONE = new Names6(List.of(), List.of());

        public Names6 {
            servers = List.copyOf(servers);
            search = List.copyOf(search);
        }
    }
}
