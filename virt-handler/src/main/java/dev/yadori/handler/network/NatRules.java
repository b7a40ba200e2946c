package dev.yadori.handler.network;

import dev.yadori.handler.network.MasqueradePlanner.Family;
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

    private NatRules() {}

    static String render(LinkNames names, List<Family> families, List<PortRange> ports) {
        return families.stream().map(family -> table(names, family, ports)).collect(Collectors.joining());
    }

    private static String table(LinkNames names, Family family, List<PortRange> ports) {
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
                        forward("iifname \"%s\" %s daddr { %s }".formatted(names.pod(), ip, pod), guest, ports),
                        family.isV4() ? loopbackToGuest(guest, ports) : "",
                        guest,
                        names.bridge(),
                        family.isV4() ? loopbackAsGateway(names, family) : "");
    }

    /** IPv4 only: no kernel routes the loopback address of IPv6 to a link. */
    private static String loopbackToGuest(IpAddress guest, List<PortRange> ports) {
        return """
                  chain output {
                    type nat hook output priority -100
                %s  }
                """.formatted(forward("ip daddr " + LOOPBACK, guest, ports));
    }

    private static String loopbackAsGateway(LinkNames names, Family family) {
        return "    ip saddr %s oifname \"%s\" snat to %s\n"
                .formatted(LOOPBACK, names.bridge(), family.gateway().address());
    }

    private static String forward(String match, IpAddress guest, List<PortRange> ports) {
        if (ports.isEmpty()) {
            return "    %s dnat to %s\n".formatted(match, guest);
        }
        return Stream.of(Protocol.values())
                .map(protocol -> forward(match, guest, protocol, merged(protocol, ports)))
                .collect(Collectors.joining());
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
