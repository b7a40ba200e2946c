package dev.yadori.handler.heartbeat;

import java.util.Map;

/** What the Node object says now. */
public record NodeView(Map<String, String> labels, Map<String, String> annotations) {
    public NodeView {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
