package dev.yadori.handler.network;

import java.util.List;
import java.util.Optional;

/** What the kernel says of a network namespace. */
record ObservedNetns(List<Link> links, List<Route> routes) {
    ObservedNetns {
        links = List.copyOf(links);
        routes = List.copyOf(routes);
    }

    Optional<Link> link(String name) {
        return links.stream().filter(link -> link.name().equals(name)).findFirst();
    }

    List<Route> routes(String device, String table) {
        return routes.stream()
                .filter(route -> route.device().equals(device) && route.table().equals(table))
                .toList();
    }

    /**
     * A link.
     *
     * @param kind such as veth, bridge or tun; empty for what has none
     * @param alias free text that an administrator gave it; empty for none
     * @param addresses with their prefixes
     */
    record Link(
            String name, String kind, MacAddress mac, int mtu, State state, String alias, List<IpPrefix> addresses) {
        Link {
            addresses = List.copyOf(addresses);
        }

        /** Those that others can reach. */
        List<IpPrefix> globalAddresses(boolean v4) {
            return addresses.stream()
                    .filter(address ->
                            address.isV4() == v4 && !address.address().isLinkLocal())
                    .toList();
        }

        boolean has(IpPrefix address) {
            return addresses.contains(address);
        }
    }

    /**
     * How a link stands.
     *
     * @param master the bridge that it is a port of; empty for none
     * @param learning whether that bridge learns from it
     */
    record State(boolean up, boolean arp, String master, boolean learning) {}

    /**
     * A unicast route.
     *
     * @param gateway empty: on the link
     * @param protocol who made it, such as kernel or ra
     * @param metric -1 where it has none
     */
    record Route(
            IpPrefix destination,
            Optional<IpAddress> gateway,
            String device,
            String table,
            String protocol,
            int metric) {}
}
