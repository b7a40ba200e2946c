package dev.yadori.launcher.ra;

import dev.yadori.launcher.dhcp6.Lease6.Names6;
import dev.yadori.launcher.net.Ipv6Network;
import dev.yadori.launcher.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the guest is told of its link. Its address it gets by DHCPv6; no prefix is for making addresses.
 *
 * @param guest the only one whose solicitations are heard
 * @param paths where packets go
 */
public record RouterLink(MacAddress guest, Paths paths, OptionalInt mtu, Names6 names) {
    private static final int SMALLEST_MTU = 1280;

    public RouterLink {
        if (mtu.isPresent() && mtu.getAsInt() < SMALLEST_MTU) {
            throw new IllegalArgumentException("no MTU for IPv6: " + mtu.getAsInt());
        }
    }

    /**
     * Where packets go.
     *
     * @param defaultRouter whether this router takes what is for elsewhere
     * @param onLink what the guest reaches without a router
     * @param routes what else this router takes
     */
    public record Paths(boolean defaultRouter, Optional<Ipv6Network> onLink, List<Ipv6Network> routes) {
        public Paths {
            routes = List.copyOf(routes);
        }
    }
}
