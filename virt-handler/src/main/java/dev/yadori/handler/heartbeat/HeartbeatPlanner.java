package dev.yadori.handler.heartbeat;

import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.handler.heartbeat.NodeFacts.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** From what the Node object says, and what is to be said, to the one write that is needed, if any. Pure. */
final class HeartbeatPlanner {

    static final Duration INTERVAL = Duration.ofSeconds(60);
    static final String HEARTBEAT = "kubevirt.io/heartbeat";
    static final String CPU_MANAGER = "kubevirt.io/cpumanager";

    /** What it was called before. */
    static final String CPU_MANAGER_BEFORE = "cpumanager";

    /** A user's wish that nobody labels this node for its abilities. */
    static final String SKIP = "node-labeller.kubevirt.io/skip-node";

    private HeartbeatPlanner() {}

    /** A label that changes takes the heartbeat with it. */
    static Optional<NodePatch> plan(NodeView node, NodeFacts facts, Instant now) {
        SortedMap<String, Optional<String>> labels = labels(node, facts);
        if (labels.isEmpty() && !isDue(node, now)) {
            return Optional.empty();
        }
        return Optional.of(new NodePatch(
                labels, Map.of(HEARTBEAT, now.truncatedTo(ChronoUnit.SECONDS).toString())));
    }

    /** The last word of a handler that ends. */
    static Optional<NodePatch> farewell(NodeView node) {
        SortedMap<String, Optional<String>> labels = new TreeMap<>();
        set(labels, node, KubeVirtLabels.SCHEDULABLE, "false");
        return labels.isEmpty() ? Optional.empty() : Optional.of(new NodePatch(labels, Map.of()));
    }

    private static SortedMap<String, Optional<String>> labels(NodeView node, NodeFacts facts) {
        SortedMap<String, Optional<String>> changes = new TreeMap<>();
        set(changes, node, KubeVirtLabels.SCHEDULABLE, Boolean.toString(facts.schedulable()));
        set(changes, node, CPU_MANAGER, Boolean.toString(facts.staticCpus()));
        set(changes, node, CPU_MANAGER_BEFORE, Boolean.toString(facts.staticCpus()));
        if (facts.capabilities() instanceof Finding.Known(NodeCapabilities capabilities)
                && !node.annotations().containsKey(SKIP)) {
            abilities(changes, node, NodeLabels.of(capabilities));
        }
        return changes;
    }

    private static void abilities(
            SortedMap<String, Optional<String>> changes, NodeView node, Map<String, String> wanted) {
        wanted.forEach((key, value) -> set(changes, node, key, value));
        node.labels().keySet().stream()
                .filter(key -> NodeLabels.isOurs(key) && !wanted.containsKey(key))
                .forEach(key -> changes.put(key, Optional.empty()));
    }

    private static void set(SortedMap<String, Optional<String>> changes, NodeView node, String key, String value) {
        if (!value.equals(node.labels().get(key))) {
            changes.put(key, Optional.of(value));
        }
    }

    private static boolean isDue(NodeView node, Instant now) {
        String last = node.annotations().get(HEARTBEAT);
        if (last == null) {
            return true;
        }
        try {
            Instant beat = Instant.parse(last);
            return beat.isAfter(now) || !now.isBefore(beat.plus(INTERVAL));
        } catch (DateTimeParseException strange) {
            return true;
        }
    }
}
