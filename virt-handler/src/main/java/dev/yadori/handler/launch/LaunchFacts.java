package dev.yadori.handler.launch;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found in the pod and in the API, and is not in the object itself.
 *
 * @param links what plumbing has made, by the name of the interface
 * @param functions of the node's PCI bus that are the pod's, by the name of the interface
 * @param claims by the name of the volume, for the volumes that are backed by a claim
 */
public record LaunchFacts(Map<String, Link> links, Map<String, String> functions, Map<String, Claim> claims) {

    public LaunchFacts {
        links = Map.copyOf(links);
        functions = Map.copyOf(functions);
        claims = Map.copyOf(claims);
    }

    /**
     * A tap that waits for its card.
     *
     * @param mtu in bytes
     * @param dhcp absent where nobody answers on this link
     * @param ipv6 absent where nobody speaks for IPv6 on this link
     */
    public record Link(
            String tap,
            String mac,
            int mtu,
            @Nullable Lease dhcp,
            @Nullable Ipv6 ipv6) {}

    /**
     * What the guest is told of one link.
     *
     * @param device the bridge to listen on
     * @param address with its prefix, such as 10.0.2.2/24
     */
    public record Lease(
            String device,
            String address,
            String server,
            @Nullable String router,
            List<Hop> routes) {
        public Lease {
            routes = List.copyOf(routes);
        }
    }

    /**
     * What the guest is told of IPv6.
     *
     * @param device the bridge to answer on
     * @param address with the prefix of its link, such as fd10:0:2::2/120
     */
    public record Ipv6(String device, String address, boolean defaultRouter, List<String> routes) {
        public Ipv6 {
            routes = List.copyOf(routes);
        }
    }

    /**
     * A route.
     *
     * @param destination with its prefix
     * @param gateway absent for what is on the link
     */
    public record Hop(String destination, @Nullable String gateway) {}

    /**
     * A persistent volume claim.
     *
     * @param sizeBytes of the disk file to make where it is missing; 0 where it is not known
     */
    public record Claim(boolean block, long sizeBytes) {}
}
