package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.Ipv4Network;
import dev.yadori.launcher.net.MacAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that the one guest is told; the only source of what goes into a reply. */
public record Lease(
        MacAddress guest,
        Ipv4Network address,
        Ipv4Address server,
        Duration duration,
        Link link,
        Names names,
        Boot boot) {
    private static final int SMALLEST_MTU = 68;

    public Lease {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("a lease lasts, not " + duration);
        }
    }

    /**
     * How packets leave the guest.
     *
     * @param routes those beside the default route, which the router stands for
     */
    public record Link(Optional<Ipv4Address> router, List<Route> routes, OptionalInt mtu) {
        public Link {
            routes = List.copyOf(routes);
            if (mtu.isPresent() && (mtu.getAsInt() < SMALLEST_MTU || mtu.getAsInt() > 0xffff)) {
                throw new IllegalArgumentException("no MTU for DHCP: " + mtu.getAsInt());
            }
        }
    }

    /** A route to hand out. An unspecified gateway means that the destination is on the link. */
    public record Route(Ipv4Network destination, Ipv4Address gateway) {}

    /** What the guest is called and how it resolves names. */
    public record Names(
            Optional<String> hostname, Optional<String> domain, List<String> search, List<Ipv4Address> servers) {
        public static final Names NONE = new Names(Optional.empty(), Optional.empty(), List.of(), List.of());

        public Names {
            search = List.copyOf(search);
            servers = List.copyOf(servers);
        }
    }

    /** The user's own dhcpOptions. */
    public record Boot(
            Optional<String> tftpServer,
            Optional<String> file,
            List<Ipv4Address> timeServers,
            SortedMap<Integer, String> privateOptions) {
        public static final Boot NONE = new Boot(Optional.empty(), Optional.empty(), List.of(), new TreeMap<>());

        public Boot {
            timeServers = List.copyOf(timeServers);
            privateOptions = Collections.unmodifiableSortedMap(new TreeMap<>(privateOptions));
            for (int code : privateOptions.keySet()) {
                if (code < OptionCode.FIRST_PRIVATE || code > OptionCode.LAST_PRIVATE) {
                    throw new IllegalArgumentException("private options are numbered 224 to 254, not " + code);
                }
            }
        }
    }
}
