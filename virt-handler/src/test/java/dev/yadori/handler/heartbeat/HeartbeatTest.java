package dev.yadori.handler.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final String SCHEDULABLE = "kubevirt.io/schedulable";

    private final FakeNodeObject node = new FakeNodeObject();
    private final AtomicBoolean ready = new AtomicBoolean();

    @Test
    void nodeIsSchedulableOnceItIsReady() {
        try (Heartbeat heartbeat = heartbeat()) {
            await().untilAsserted(() -> assertLabel("false"));
            ready.set(true);
            heartbeat.wake();
            await().untilAsserted(() -> assertLabel("true"));
            assertThat(node.patches()).hasSize(2);
        }
    }

    @Test
    void nodeIsNotSchedulableAfterTheEnd() {
        ready.set(true);
        try (Heartbeat heartbeat = heartbeat()) {
            await().untilAsserted(() -> assertLabel("true"));
            heartbeat.wake();
        }
        assertLabel("false");
        assertThat(node.patches()).hasSize(2);
    }

    @Test
    void failureIsTriedAgain() {
        ready.set(true);
        node.fail(true);
        try (Heartbeat heartbeat = heartbeat()) {
            heartbeat.wake();
            node.fail(false);
            heartbeat.wake();
            await().untilAsserted(() -> assertLabel("true"));
        }
    }

    private Heartbeat heartbeat() {
        return Heartbeat.start(
                node,
                () -> new NodeFacts(ready.get(), false, new NodeFacts.Finding.Unknown("not looked for")),
                InstantSource.system(),
                () -> Duration.ZERO);
    }

    private void assertLabel(String value) {
        assertThat(node.read().labels()).containsEntry(SCHEDULABLE, value);
    }
}
