package dev.yadori.e2e.vm;

import java.util.List;
import java.util.Set;

/** Behind address translation with IPv4 alone, and on a network beside the pods' with IPv6 alone. */
class DebianMasqueradeIpv4E2E extends DebianCards {
    @Override
    List<DebianCard> cards() {
        return List.of(
                DebianCard.onThePodsNetwork("masquerade", Set.of(Family.IPV4)),
                DebianCard.onANetworkBeside(Set.of(Family.IPV6)));
    }
}
