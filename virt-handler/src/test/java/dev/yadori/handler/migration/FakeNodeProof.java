package dev.yadori.handler.migration;

import java.io.IOException;
import java.util.Optional;

/** A node's token is its name with a word before it. Can be unable to answer. */
public final class FakeNodeProof implements NodeProof {
    private static final String SIGN = "proof of ";

    private final String node;
    private volatile boolean away;

    public FakeNodeProof(String node) {
        this.node = node;
    }

    void goAway() {
        away = true;
    }

    @Override
    public String own() {
        return SIGN + node;
    }

    @Override
    public Optional<String> node(String token) throws IOException {
        if (away) {
            throw new IOException("the API server is away");
        }
        return token.startsWith(SIGN) ? Optional.of(token.substring(SIGN.length())) : Optional.empty();
    }
}
