package dev.yadori.handler.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every Node object does, the real one and the fake. */
interface NodeObjectContract {

    /** An object without labels and annotations of this test. */
    NodeObject fresh();

    @Test
    default void whatIsPatchedIsThere() {
        NodeObject node = fresh();
        NodeView after = node.patch(patch(Map.of("a.example/one", Optional.of("1")), Map.of("a.example/when", "now")));
        assertThat(after.labels()).containsEntry("a.example/one", "1");
        assertThat(after.annotations()).containsEntry("a.example/when", "now");
        assertThat(node.read()).isEqualTo(after);
    }

    @Test
    default void whatIsNotNamedStays() {
        NodeObject node = fresh();
        node.patch(patch(Map.of("a.example/one", Optional.of("1")), Map.of("a.example/when", "now")));
        NodeView after = node.patch(patch(Map.of("a.example/two", Optional.of("2")), Map.of()));
        assertThat(after.labels()).containsEntry("a.example/one", "1").containsEntry("a.example/two", "2");
        assertThat(after.annotations()).containsEntry("a.example/when", "now");
    }

    @Test
    default void emptyLabelIsRemoved() {
        NodeObject node = fresh();
        node.patch(patch(Map.of("a.example/one", Optional.of("1"), "a.example/two", Optional.of("2")), Map.of()));
        NodeView after = node.patch(
                patch(Map.of("a.example/one", Optional.empty(), "a.example/never", Optional.empty()), Map.of()));
        assertThat(after.labels()).containsEntry("a.example/two", "2").doesNotContainKey("a.example/one");
    }

    private static NodePatch patch(Map<String, Optional<String>> labels, Map<String, String> annotations) {
        return new NodePatch(new TreeMap<>(labels), annotations);
    }
}
