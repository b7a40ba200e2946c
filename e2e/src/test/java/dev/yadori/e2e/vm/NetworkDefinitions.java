package dev.yadori.e2e.vm;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.NetworkDefinition;

/** Networks beside the pod network. */
final class NetworkDefinitions {
    private NetworkDefinitions() {}

    /** "flat", without addresses, and "leased", which gives addresses of both families; each is a network of its own on each node. */
    static void createOfOneNode(ClusterNamespace namespace) {
        create(namespace, "flat", """
                { "cniVersion": "0.3.1", "name": "flat", "type": "bridge", "bridge": "e2e-flat" }
                """);
        create(namespace, "leased", """
                { "cniVersion": "0.3.1", "name": "leased", "type": "bridge", "bridge": "e2e-leased", "ipam": { "type": "host-local",
                    "ranges": [[{ "subnet": "10.123.46.0/24" }], [{ "subnet": "fd00:123:46::/64" }]] } }
                """);
    }

    /** "older", which gives IPv4 addresses alone, and is a network of its own on each node. */
    static void createOfIpv4(ClusterNamespace namespace) {
        create(namespace, "older", """
                { "cniVersion": "0.3.1", "name": "older", "type": "bridge", "bridge": "e2e-older",
                  "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.123.48.0/24" }]] } }
                """);
    }

    /** One network on the wire between the first node and the last, where each gives addresses of its own. */
    static void createBetweenNodes(ClusterNamespace namespace) {
        var near = namespace.hostnames().getFirst();
        var far = namespace.hostnames().getLast();
        createEnd(namespace, near, 1);
        if (!far.equals(near)) {
            createEnd(namespace, far, 2);
        }
    }

    private static void createEnd(ClusterNamespace namespace, String hostname, int number) {
        create(namespace, across(hostname), """
                { "cniVersion": "0.3.1", "name": "across", "type": "macvlan",
                  "ipam": { "type": "host-local", "ranges": [
                    [{ "subnet": "10.123.47.0/24", "rangeStart": "10.123.47.%1$d0", "rangeEnd": "10.123.47.%1$d9" }],
                    [{ "subnet": "fd00:123:47::/64", "rangeStart": "fd00:123:47::%1$d0", "rangeEnd": "fd00:123:47::%1$df" }]] } }
                """.formatted(number));
    }

    /** The part of the network between the nodes that is a node's. */
    static String across(String hostname) {
        return "across-" + hostname;
    }

    private static void create(ClusterNamespace namespace, String name, String config) {
        namespace.create(NetworkDefinition.of(name, config));
    }
}
