package dev.yadori.handler.heartbeat;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A change of the Node object's metadata; what is not named stays.
 *
 * @param labels to be set, or, if empty, removed
 * @param annotations to be set
 */
public record NodePatch(SortedMap<String, Optional<String>> labels, Map<String, String> annotations) {
    public NodePatch {
        labels = new TreeMap<>(labels);
        annotations = Map.copyOf(annotations);
    }
}
