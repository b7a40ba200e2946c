package dev.yadori.launcher.launch;

import dev.yadori.launcher.dhcp6.Lease6;
import dev.yadori.launcher.dhcp6.Lease6.Names6;
import dev.yadori.launcher.net.Ipv6Network;
import dev.yadori.launcher.net.MacAddress;
import dev.yadori.launcher.ra.RouterLink;
import dev.yadori.proto.launcher.v1.Ipv6Link;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.NetworkInterface;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the guest is told of IPv6 on each of its links. */
public final class Ipv6LinkMapper {
    private static final int NOTHING_BUT_ITSELF = 128;

    private Ipv6LinkMapper() {}

    /** A link on which somebody has to speak for IPv6. */
    public record Served6(String device, Lease6 lease, RouterLink router) {}

    /**
     * One entry for each interface with IPv6, in their order.
     *
     * @throws SpecException for the first field that cannot be
     */
    public static List<Served6> links(LaunchSpec spec, ResolvConf resolver) {
        var names = new Names6(resolver.servers6(), LeaseMapper.search(spec.getIdentity(), resolver));
        return IntStream.range(0, spec.getInterfacesCount())
                .filter(i -> spec.getInterfaces(i).hasIpv6())
                .mapToObj(i -> served("interfaces[" + i + "]", spec.getInterfaces(i), names))
                .toList();
    }

    private static Served6 served(String field, NetworkInterface card, Names6 names) {
        var link = card.getIpv6();
        var below = field + ".ipv6";
        var guest = Fields.parsed(field + ".mac", card.getMac(), MacAddress::parse);
        var address = Fields.parsed(below + ".address", link.getAddress(), Ipv6Network::parse);
        try {
            return new Served6(
                    CardMapper.device(below + ".device", link.getDevice()),
                    new Lease6(guest, address.address(), Lease6.FOR_EVER, names),
                    new RouterLink(
                            guest, paths(below, link, address), Fields.optional(field + ".mtu", card.getMtu()), names));
        } catch (IllegalArgumentException e) {
            throw new SpecException(below, String.valueOf(e.getMessage()));
        }
    }

    private static RouterLink.Paths paths(String field, Ipv6Link link, Ipv6Network address) {
        return new RouterLink.Paths(
                link.getDefaultRouter(),
                Optional.of(address).filter(network -> network.prefix() < NOTHING_BUT_ITSELF),
                IntStream.range(0, link.getRoutesCount())
                        .mapToObj(
                                i -> Fields.parsed(field + ".routes[" + i + "]", link.getRoutes(i), Ipv6Network::parse))
                        .toList());
    }
}
