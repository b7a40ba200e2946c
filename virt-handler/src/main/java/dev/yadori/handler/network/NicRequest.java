package dev.yadori.handler.network;

import java.util.List;
import java.util.Optional;

/**
 * One interface of the guest, as asked for.
 *
 * @param name of the interface and its network in the VMI
 * @param mac what the guest is to have; empty: the pod link's
 * @param queues of the tap; 1 unless multiqueue was asked for
 */
public record NicRequest(String name, LinkNames links, NicBinding binding, Optional<MacAddress> mac, int queues) {

    /** How an interface is joined to the pod's link. */
    public sealed interface NicBinding {

        /**
         * Behind address translation. Only families that the pod's link has are set up.
         *
         * @param ipv4 network between pod and guest
         * @param ipv6 network between pod and guest
         * @param ports what reaches the guest; empty: everything
         * @param mesh whether the proxy of a service mesh is in the pod, between its addresses and the guest
         */
        record Masquerade(IpPrefix ipv4, IpPrefix ipv6, List<PortRange> ports, boolean mesh) implements NicBinding {
            public Masquerade {
                ports = List.copyOf(ports);
            }
        }

        /** At layer 2; the pod's IPv4 address becomes the guest's. */
        record Bridge() implements NicBinding {}
    }

    /** Ports, from first to last. */
    public record PortRange(Protocol protocol, int first, int last) {
        public PortRange {
            if (first < 1 || last > 65535 || first > last) {
                throw new IllegalArgumentException("not a range of ports: %d to %d".formatted(first, last));
            }
        }
    }

    /** A transport that has ports. */
    public enum Protocol {
        TCP("tcp"),
        UDP("udp");

        private final String keyword;

        Protocol(String keyword) {
            this.keyword = keyword;
        }

        String keyword() {
            return keyword;
        }
    }
}
