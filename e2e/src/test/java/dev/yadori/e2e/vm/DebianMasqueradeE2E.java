package dev.yadori.e2e.vm;

import java.util.List;
import java.util.Set;

/** Behind address translation with both IP versions. */
class DebianMasqueradeE2E extends DebianCards {
    @Override
    List<DebianCard> cards() {
        return List.of(DebianCard.onThePodsNetwork("masquerade", Set.of(Family.values())));
    }
}
