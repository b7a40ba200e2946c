package dev.yadori.controller.node;

import dev.yadori.controller.vmi.NodeFate;
import dev.yadori.crds.v1.NodeLabels;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What follows from what is known of a node and its guests. Pure. */
final class NodePlanner {

    /** Annotation: guests were told to leave while the node was cordoned. When it is no more, they may stay. */
    static final String DRAINING = "yadori.dev/draining";

    private final Node node;
    private final NodeObserved seen;
    private final Instant now;

    private NodePlanner(Node node, NodeObserved seen, Instant now) {
        this.node = node;
        this.seen = seen;
        this.now = now;
    }

    static NodePlan plan(Node node, NodeObserved seen, Instant now) {
        return new NodePlanner(node, seen, now).plan();
    }

    private NodePlan plan() {
        var actions = new ArrayList<NodeAction>();
        NodeFate fate = NodeFate.of(node, now);
        if (!(fate instanceof NodeFate.Answers) && !"false".equals(label(NodeLabels.SCHEDULABLE))) {
            actions.add(new NodeAction.StopScheduling());
        }
        boolean uncordoned = isMarked() && !isCordoned();
        var evacuation = new Evacuation(name(), seen, isTainted(), now);
        if (uncordoned) {
            actions.addAll(evacuation.callOff());
            actions.add(new NodeAction.RememberDrain(false));
            return new NodePlan(actions, staleIn());
        }
        if (isCordoned() && !isMarked() && evacuation.isWished()) {
            actions.add(new NodeAction.RememberDrain(true));
        }
        actions.addAll(evacuation.clear());
        if (!(fate instanceof NodeFate.Fenced)) {
            actions.addAll(evacuation.moves());
        }
        Optional<Duration> others = evacuation.lookAgain();
        if (fate instanceof NodeFate.Answers) {
            var update = new WorkloadUpdate(name(), seen, now);
            actions.addAll(update.actions());
            others = soonest(others, update.lookAgain());
        }
        return new NodePlan(actions, soonest(staleIn(), others));
    }

    private Optional<Duration> staleIn() {
        return NodeFate.staleAt(node)
                .map(stale -> Duration.between(now, stale).plusSeconds(1))
                .filter(Duration::isPositive);
    }

    private static Optional<Duration> soonest(Optional<Duration> one, Optional<Duration> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Duration::compareTo);
    }

    private boolean isCordoned() {
        return node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }

    private boolean isTainted() {
        String key = seen.config().migrations().drainTaint();
        return node.getSpec() != null
                && node.getSpec().getTaints().stream()
                        .anyMatch(taint -> key.equals(taint.getKey()) && "NoSchedule".equals(taint.getEffect()));
    }

    private boolean isMarked() {
        Map<String, String> annotations = node.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(DRAINING);
    }

    private @Nullable String label(String key) {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels == null ? null : labels.get(key);
    }

    private String name() {
        return node.getMetadata().getName();
    }
}
