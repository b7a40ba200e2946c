package dev.yadori.handler.network;

import java.util.List;
import java.util.Optional;

/**
 * One interface as it is plumbed.
 *
 * @param name of the interface in the VMI
 * @param mac the guest's
 * @param addresses under which others reach the guest, for the VMI's status
 * @param dhcp empty: nobody answers DHCP on it
 * @param ipv6 empty: nobody speaks for IPv6 on it
 */
public record NicFacts(
        String name,
        LinkNames links,
        MacAddress mac,
        LinkShape shape,
        List<IpAddress> addresses,
        Optional<DhcpFacts> dhcp,
        Optional<Ipv6Facts> ipv6) {
    public NicFacts {
        addresses = List.copyOf(addresses);
    }

    /**
     * Numbers of a link.
     *
     * @param mtu in bytes
     */
    public record LinkShape(int mtu, int queues) {}

    /**
     * What the guest is told by DHCPv4.
     *
     * @param device the bridge to answer on
     * @param address of the guest, with its prefix
     * @param server who answers; an address of the device
     * @param router empty for none
     * @param routes beside the one to the router, in the order they have to be told
     */
    public record DhcpFacts(
            String device, IpPrefix address, IpAddress server, Optional<IpAddress> router, List<DhcpRoute> routes) {
        public DhcpFacts {
            routes = List.copyOf(routes);
        }
    }

    /**
     * What the guest is told by DHCPv6 and by router advertisements.
     *
     * @param device the bridge to answer on, which is the guest's router
     * @param address of the guest, with the prefix of what is on its link
     * @param defaultRouter whether the bridge takes what is for elsewhere
     * @param routes what it takes beside that
     */
    public record Ipv6Facts(String device, IpPrefix address, boolean defaultRouter, List<IpPrefix> routes) {
        public Ipv6Facts {
            routes = List.copyOf(routes);
        }
    }

    /**
     * A route of the guest.
     *
     * @param gateway empty: on the link
     */
    public record DhcpRoute(IpPrefix destination, Optional<IpAddress> gateway) {}
}
