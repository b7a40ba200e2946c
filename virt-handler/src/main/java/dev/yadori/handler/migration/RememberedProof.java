package dev.yadori.handler.migration;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers for a moment whose a token was: a migration makes several connections, one after the other, and asking the API server
 * for each takes longer than all else that they need. The moment is the API server's own. Thread-safe.
 */
public final class RememberedProof implements NodeProof {
    private static final Duration MOMENT = Duration.ofSeconds(10);
    private static final int MOST = 64;

    private final NodeProof proof;
    private final InstantSource clock;
    private final Map<String, Known> known = new LinkedHashMap<>();

    private record Known(String node, Instant until) {}

    public RememberedProof(NodeProof proof, InstantSource clock) {
        this.proof = proof;
        this.clock = clock;
    }

    @Override
    public String own() throws IOException {
        return proof.own();
    }

    @Override
    public Optional<String> node(String presented) throws IOException {
        var remembered = remembered(presented);
        if (remembered.isPresent()) {
            return remembered;
        }
        var asked = clock.instant();
        var node = proof.node(presented);
        node.ifPresent(name -> remember(presented, new Known(name, asked.plus(MOMENT))));
        return node;
    }

    private synchronized Optional<String> remembered(String token) {
        var now = clock.instant();
        known.values().removeIf(one -> !now.isBefore(one.until()));
        return Optional.ofNullable(known.get(token)).map(Known::node);
    }

    private synchronized void remember(String token, Known one) {
        if (known.size() < MOST) {
            known.put(token, one);
        }
    }
}
