package dev.yadori.e2e.vm;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.LocalCluster;
import dev.yadori.e2e.support.NetworkDefinition;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Networks that are made as the local cluster makes the one of its pods, with some of their addresses, to which each node has
 * routes: so all that pods reach is reached by a guest there too, of whichever IP versions it has.
 */
record RoutedNetworks(ClusterNamespace namespace) {
    /** The store of addresses that the pods' network has, so that nobody gets an address of a pod. */
    private static final String PODS = "pod-network";

    private static final String CHAIN = """
            { "cniVersion": "1.0.0", "name": "%s", "plugins": [ %s
              { "type": "ptp", "ipMasq": false, "ipam": { "type": "host-local", "dataDir": "/run/cni-ipam",
                "ranges": [ %s ], "routes": [ %s ] } } ] }
            """;
    /** As on the pods' own network: nobody waits for a neighbour who might have the address. */
    private static final String NO_DETECTION =
            "{\"type\": \"loopback\"}, {\"type\": \"tuning\", \"sysctl\": {\"net.ipv6.conf.default.accept_dad\": \"0\"}},";

    /** Makes what takes the place of the pods' network, with one IP version. Its name is told with the namespace's. */
    String inPlaceOfThePods(String hostname, Family family) {
        var name = "only-%s-%s".formatted(family.word(), hostname);
        var subnet = podsOf(hostname, family);
        var range = switch (family) {
            case IPV4 -> "[{\"subnet\": \"%s\"}]".formatted(subnet);
            case IPV6 ->
                "[{\"subnet\": \"%s\", \"rangeStart\": \"%s\"}]".formatted(subnet, subnet.replace("/64", "f000"));
        };
        create(
                name,
                CHAIN.formatted(
                        family == Family.IPV4 ? PODS : PODS + "-in-place",
                        NO_DETECTION,
                        range,
                        route(family == Family.IPV4 ? "0.0.0.0/0" : "::/0")));
        return namespace.name() + "/" + name;
    }

    /** Makes one that is there beside the pods' network, with a part of the node's addresses, and routes to all of the cluster. */
    String beside(String hostname, Set<Family> families) {
        var name = families.stream()
                .sorted()
                .map(Family::word)
                .collect(Collectors.joining("-", "beside-", "-" + hostname));
        var ranges = families.stream()
                .sorted()
                .map(family -> partOf(hostname, family, families.size() == 1))
                .collect(Collectors.joining(", "));
        var routes = families.stream()
                .map(family -> route(family == Family.IPV4 ? "10.0.0.0/8" : "fd00::/8"))
                .collect(Collectors.joining(", "));
        // IPv6 has addresses that no pod gets; those of IPv4 are the pods' own, and so are their notes.
        var store = families.contains(Family.IPV4) ? PODS : PODS + "-beside";
        create(name, CHAIN.formatted(store, "", ranges, routes));
        return name;
    }

    private static String route(String destination) {
        return "{\"dst\": \"%s\"}".formatted(destination);
    }

    /** The gateway is in the subnet, but none that a pod could have. */
    private String partOf(String hostname, Family family, boolean alone) {
        var subnet = podsOf(hostname, family);
        return switch (family) {
            case IPV4 -> {
                var first = subnet.replace("0/24", "");
                yield "[{\"subnet\": \"%1$s0/25\", \"gateway\": \"%1$s0\", \"rangeStart\": \"%1$s2\"}]"
                        .formatted(first);
            }
            case IPV6 -> "[{\"subnet\": \"%s\"}]".formatted(subnet.replace("::/64", alone ? ":3::/80" : ":2::/80"));
        };
    }

    private String podsOf(String hostname, Family family) {
        return namespace.client().nodes().withLabel("kubernetes.io/hostname", hostname).list().getItems().stream()
                .flatMap(node -> node.getSpec().getPodCIDRs().stream())
                .filter(subnet -> subnet.contains(":") == (family == Family.IPV6))
                .findFirst()
                .orElseThrow();
    }

    private void create(String name, String config) {
        LocalCluster.assumeLocal();
        namespace.create(NetworkDefinition.of(name, config));
    }
}
