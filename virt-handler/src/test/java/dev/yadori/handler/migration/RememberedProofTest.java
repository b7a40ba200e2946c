package dev.yadori.handler.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RememberedProofTest {
    private final FakeNodeProof server = new FakeNodeProof("node1");
    private Instant now = Instant.EPOCH;
    private final RememberedProof proof = new RememberedProof(server, () -> now);

    @Test
    void whoWasKnownAMomentAgoIsKnown() throws IOException {
        assertThat(proof.node(proof.own())).contains("node1");
        server.goAway();
        now = now.plus(Duration.ofSeconds(9));

        assertThat(proof.node(proof.own())).contains("node1");
    }

    @Test
    void afterThatTheServerIsAskedAgain() throws IOException {
        assertThat(proof.node(proof.own())).contains("node1");
        server.goAway();
        now = now.plus(Duration.ofSeconds(10));

        assertThatThrownBy(() -> proof.node(proof.own())).isInstanceOf(IOException.class);
    }

    @Test
    void nobodyIsTakenForAnother() throws IOException {
        assertThat(proof.node(proof.own())).contains("node1");

        assertThat(proof.node("proof of node2")).contains("node2");
        assertThat(proof.node("no proof")).isEmpty();
    }

    @Test
    void aRefusalIsNotRemembered() throws IOException {
        assertThat(proof.node("no proof")).isEmpty();
        server.goAway();

        assertThatThrownBy(() -> proof.node("no proof")).isInstanceOf(IOException.class);
    }
}
