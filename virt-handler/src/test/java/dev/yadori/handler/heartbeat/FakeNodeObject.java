package dev.yadori.handler.heartbeat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Node object in memory, which keeps to {@link NodeObjectContract}. */
final class FakeNodeObject implements NodeObject {

    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, String> annotations = new HashMap<>();
    private final List<NodePatch> patches = new ArrayList<>();
    private boolean failing;

    @Override
    public synchronized NodeView read() {
        check();
        return new NodeView(labels, annotations);
    }

    @Override
    public synchronized NodeView patch(NodePatch patch) {
        check();
        patches.add(patch);
        patch.labels()
                .forEach(
                        (key, value) -> value.ifPresentOrElse(text -> labels.put(key, text), () -> labels.remove(key)));
        annotations.putAll(patch.annotations());
        return new NodeView(labels, annotations);
    }

    synchronized void fail(boolean fail) {
        failing = fail;
    }

    synchronized List<NodePatch> patches() {
        return List.copyOf(patches);
    }

    private void check() {
        if (failing) {
            throw new IllegalStateException("the API server does not answer");
        }
    }
}
