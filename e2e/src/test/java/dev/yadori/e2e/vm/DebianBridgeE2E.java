package dev.yadori.e2e.vm;

import java.util.List;
import java.util.Set;

/** In its pod's place and on a network beside the pods', each with both IP versions. */
class DebianBridgeE2E extends DebianCards {
    @Override
    List<DebianCard> cards() {
        return List.of(
                DebianCard.onThePodsNetwork("bridge", Set.of(Family.values())),
                DebianCard.onANetworkBeside(Set.of(Family.values())));
    }
}
