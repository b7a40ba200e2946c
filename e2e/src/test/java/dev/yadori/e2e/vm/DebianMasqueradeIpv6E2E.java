package dev.yadori.e2e.vm;

import java.util.List;
import java.util.Set;

/** Behind address translation with IPv6 alone, and on a network beside the pods' with IPv4 alone. */
class DebianMasqueradeIpv6E2E extends DebianCards {
    @Override
    List<DebianCard> cards() {
        return List.of(
                DebianCard.onThePodsNetwork("masquerade", Set.of(Family.IPV6)),
                DebianCard.onANetworkBeside(Set.of(Family.IPV4)));
    }
}
