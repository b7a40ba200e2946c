package dev.yadori.e2e.vm;

import java.util.List;
import java.util.Set;

/** In its pod's place with IPv4 alone. */
class DebianBridgeIpv4E2E extends DebianCards {
    @Override
    List<DebianCard> cards() {
        return List.of(DebianCard.onThePodsNetwork("bridge", Set.of(Family.IPV4)));
    }
}
