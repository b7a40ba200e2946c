package dev.yadori.handler.network;

import dev.yadori.handler.network.MasqueradePlanner.Family;
import dev.yadori.handler.network.NicRequest.NicBinding.Masquerade;
import dev.yadori.handler.network.NicRequest.PortRange;
import dev.yadori.handler.network.NicRequest.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Address translation as an nftables script: what is for the pod's addresses, and what the pod sends to its IPv4 loopback, goes
 * to the guest; what the guest sends leaves with the pod's address. Our table alone is replaced, so that those of a
 * service mesh stay.
 */
final class NatRules {

    private static final String TABLE = "yadori";
    private static final String LOOPBACK = "127.0.0.0/8";

    /** Istio's own ports; and as who its proxy passes on over IPv6 (over IPv4: 127.0.0.6). */
    private static final String MESH_PORTS = "15000, 15001, 15004, 15006, 15008, 15009, 15020, 15021, 15053, 15090";

    private static final String MESH_SOURCE = "::6";

    private NatRules() {}

    static String render(LinkNames names, List<Family> families, Masquerade binding) {
        return families.stream().map(family -> table(names, family, binding)).collect(Collectors.joining());
    }

    private static String table(LinkNames names, Family family, Masquerade binding) {
        String ip = family.isV4() ? "ip" : "ip6";
        String pod = family.pod().stream().map(IpAddress::toString).collect(Collectors.joining(", "));
        IpAddress guest = family.guest().address();
        return """
                table %1$s %2$s
                delete table %1$s %2$s
                table %1$s %2$s {
                  chain prerouting {
                    type nat hook prerouting priority -100
                %3$s  }
                %4$s  chain postrouting {
                    type nat hook postrouting priority 100
                    %1$s saddr %5$s oifname != "%6$s" masquerade
                %7$s  }
                }
                """.formatted(
                        ip,
                        TABLE,
                        forward("iifname \"%s\" %s daddr { %s }".formatted(names.pod(), ip, pod), guest, binding),
                        fromPod(family, pod, binding),
                        guest,
                        names.bridge(),
                        asGateway(names, family, binding));
    }

    /**
     * What the pod itself sends to its loopback, IPv4 only: no kernel routes the loopback address of IPv6 to a link. A
     * mesh's proxy passes on to the pod's own address what it has taken from there.
     */
    private static String fromPod(Family family, String pod, Masquerade binding) {
        String local = Stream.of(family.isV4() ? LOOPBACK : "", binding.mesh() ? pod : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        if (local.isEmpty()) {
            return "";
        }
        String match = (local.contains(",") ? "%s daddr { %s }" : "%s daddr %s")
                .formatted(family.isV4() ? "ip" : "ip6", local);
        return """
                  chain output {
                    type nat hook output priority -100
                %s  }
                """.formatted(forward(match, family.guest().address(), binding));
    }

    private static String asGateway(LinkNames names, Family family, Masquerade binding) {
        if (!family.isV4() && !binding.mesh()) {
            return "";
        }
        return "    %s oifname \"%s\" snat to %s\n"
                .formatted(
                        family.isV4() ? "ip saddr " + LOOPBACK : "ip6 saddr " + MESH_SOURCE,
                        names.bridge(),
                        family.gateway().address());
    }

    private static String forward(String match, IpAddress guest, Masquerade binding) {
        String kept = binding.mesh() ? "    %s tcp dport { %s } return\n".formatted(match, MESH_PORTS) : "";
        if (binding.ports().isEmpty()) {
            return kept + "    %s dnat to %s\n".formatted(match, guest);
        }
        return Stream.of(Protocol.values())
                .map(protocol -> forward(match, guest, protocol, merged(protocol, binding.ports())))
                .collect(Collectors.joining("", kept, ""));
    }

    private static String forward(String match, IpAddress guest, Protocol protocol, List<PortRange> ports) {
        if (ports.isEmpty()) {
            return "";
        }
        String set = ports.stream()
                .map(range -> range.first() == range.last()
                        ? Integer.toString(range.first())
                        : range.first() + "-" + range.last())
                .collect(Collectors.joining(", "));
        return "    %s %s dport { %s } dnat to %s\n".formatted(match, protocol.keyword(), set, guest);
    }

    /** In order and without overlap, which nft refuses in a set. */
    private static List<PortRange> merged(Protocol protocol, List<PortRange> ports) {
        List<PortRange> sorted = ports.stream()
                .filter(range -> range.protocol() == protocol)
                .sorted(Comparator.comparingInt(PortRange::first))
                .toList();
        List<PortRange> merged = new ArrayList<>();
        for (PortRange range : sorted) {
            if (!merged.isEmpty() && range.first() <= merged.getLast().last() + 1) {
                PortRange last = merged.removeLast();
                merged.add(new PortRange(protocol, last.first(), Math.max(last.last(), range.last())));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }
}
