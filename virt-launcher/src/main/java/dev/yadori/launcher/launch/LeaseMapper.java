package dev.yadori.launcher.launch;

import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.Ipv4Network;
import dev.yadori.launcher.net.MacAddress;
import dev.yadori.proto.launcher.v1.Dhcp;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.NetworkInterface;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the guest is told over DHCP on each of its links, as KubeVirt tells it. */
public final class LeaseMapper {
    private static final Duration DURATION = Duration.ofDays(999);

    /** KubeVirt's answer where the pod has no name server with an IPv4 address. */
    private static final Ipv4Address FALLBACK_SERVER = Ipv4Address.parse("8.8.8.8");

    private LeaseMapper() {}

    /** A link on which somebody has to answer. */
    public record Served(String device, Lease lease) {}

    /**
     * One entry for each interface with DHCP, in their order.
     *
     * @throws SpecException for the first field that cannot be
     */
    public static List<Served> leases(LaunchSpec spec, ResolvConf resolver) {
        var names = names(spec.getIdentity(), resolver);
        return IntStream.range(0, spec.getInterfacesCount())
                .filter(i -> spec.getInterfaces(i).hasDhcp())
                .mapToObj(i -> served("interfaces[" + i + "]", spec.getInterfaces(i), names))
                .toList();
    }

    private static Served served(String field, NetworkInterface card, Lease.Names names) {
        var dhcp = card.getDhcp();
        var below = field + ".dhcp";
        try {
            return new Served(
                    CardMapper.device(below + ".device", dhcp.getDevice()),
                    new Lease(
                            Fields.parsed(field + ".mac", card.getMac(), MacAddress::parse),
                            Fields.parsed(below + ".address", dhcp.getAddress(), Ipv4Network::parse),
                            Fields.parsed(below + ".server", dhcp.getServer(), Ipv4Address::parse),
                            DURATION,
                            link(field, card),
                            names,
                            boot(below, dhcp)));
        } catch (IllegalArgumentException e) {
            throw new SpecException(below, String.valueOf(e.getMessage()));
        }
    }

    private static Lease.Link link(String field, NetworkInterface card) {
        var dhcp = card.getDhcp();
        return new Lease.Link(
                Fields.optional(dhcp.getRouter())
                        .map(router -> Fields.parsed(field + ".dhcp.router", router, Ipv4Address::parse)),
                IntStream.range(0, dhcp.getRoutesCount())
                        .mapToObj(i -> route(field + ".dhcp.routes[" + i + "]", dhcp.getRoutes(i)))
                        .toList(),
                Fields.optional(field + ".mtu", card.getMtu()));
    }

    private static Lease.Route route(String field, dev.yadori.proto.launcher.v1.Route route) {
        return new Lease.Route(
                Fields.parsed(field + ".destination", route.getDestination(), Ipv4Network::parse),
                Fields.optional(route.getGateway())
                        .map(gateway -> Fields.parsed(field + ".gateway", gateway, Ipv4Address::parse))
                        .orElse(Ipv4Address.UNSPECIFIED));
    }

    private static Lease.Boot boot(String field, Dhcp dhcp) {
        return new Lease.Boot(
                Fields.optional(dhcp.getTftpServerName()),
                Fields.optional(dhcp.getBootFileName()),
                IntStream.range(0, dhcp.getNtpServersCount())
                        .mapToObj(i -> Fields.parsed(
                                field + ".ntp_servers[" + i + "]", dhcp.getNtpServers(i), Ipv4Address::parse))
                        .toList(),
                new TreeMap<>(dhcp.getPrivateOptionsMap()));
    }

    static Lease.Names names(GuestIdentity identity, ResolvConf resolver) {
        var search = search(identity, resolver);
        return new Lease.Names(
                Fields.optional(identity.getHostname()),
                search.stream().max(Comparator.comparingInt(String::length)),
                search,
                resolver.servers().isEmpty() ? List.of(FALLBACK_SERVER) : resolver.servers());
    }

    /** The pod's, and before them that of the guest's subdomain. */
    static List<String> search(GuestIdentity identity, ResolvConf resolver) {
        return Stream.concat(subdomain(identity, resolver).stream(), resolver.search().stream())
                .distinct()
                .toList();
    }

    /** A guest in a subdomain finds its neighbours there first, like a pod does. */
    private static Optional<String> subdomain(GuestIdentity identity, ResolvConf resolver) {
        if (identity.getSubdomain().isEmpty()) {
            return Optional.empty();
        }
        return resolver.search().stream()
                .filter(domain -> domain.startsWith(identity.getNamespace() + ".svc."))
                .findFirst()
                .map(domain -> identity.getSubdomain() + "." + domain);
    }
}
