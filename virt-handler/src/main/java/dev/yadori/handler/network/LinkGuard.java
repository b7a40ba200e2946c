package dev.yadori.handler.network;

import dev.yadori.handler.network.NetworkPlan.Step;
import java.util.List;

/**
 * Keeps what a guest is told about its link, and what it asks, between it and its launcher: a bridge has the whole pod
 * network behind its other port, which must not hear of our router, nor tell the guest of another.
 */
final class LinkGuard {

    private LinkGuard() {}

    static List<Step> steps(NicSite site) {
        if (site.podLink().globalAddresses(true).isEmpty()
                && site.podLink().globalAddresses(false).isEmpty()) {
            return List.of();
        }
        return List.of(new Step.Nft("""
                table bridge yadori-%1$s
                delete table bridge yadori-%1$s
                table bridge yadori-%1$s {
                  chain output {
                    type filter hook output priority 0
                    oifname "%1$s" icmpv6 type nd-router-advert drop
                    oifname "%1$s" udp sport { 67, 547 } drop
                  }
                  chain forward {
                    type filter hook forward priority 0
                    iifname "%1$s" icmpv6 type nd-router-advert drop
                    iifname "%1$s" udp sport { 67, 547 } udp dport { 68, 546 } drop
                    oifname "%1$s" icmpv6 type nd-router-solicit drop
                    oifname "%1$s" udp sport { 68, 546 } udp dport { 67, 547 } drop
                  }
                }
                """.formatted(site.names().pod())));
    }
}
