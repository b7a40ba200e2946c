package dev.yadori.controller.migration;

import dev.yadori.crds.v1.MigrationState;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first state of a migration, as the controller hands it to the handlers. */
final class HandOverState {

    private HandOverState() {}

    /** A pod and its node. */
    record Place(String node, String pod) {}

    static MigrationState of(
            String uid, Place source, Place target, Optional<Quantity> overhead, MigrationTerms terms) {
        return new MigrationState(
                uid,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                source.node(),
                source.pod(),
                null,
                target.node(),
                target.pod(),
                null,
                null,
                Map.of(),
                null,
                null,
                null,
                overhead.orElse(null),
                List.of(),
                null,
                terms.policy().orElse(null),
                null,
                terms.configuration(),
                null,
                null);
    }
}
