package dev.yadori.controller.vmi;

import dev.yadori.crds.v1.NodeLabels;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether what a node was last known to do can be taken for what it does. */
public sealed interface NodeFate {

    /**
     * Its handler has shown life lately, or nobody expects it to.
     *
     * @param silentAt when it would be silent, where its object will not show that: no guests may be scheduled there already
     */
    record Answers(Optional<Instant> silentAt) implements NodeFate {
        Answers() {
            this(Optional.empty());
        }
    }

    /**
     * Nobody hears of it. Its guests may run.
     *
     * @param why as a sentence
     */
    record Silent(String why) implements NodeFate {}

    /**
     * Somebody who can know states that nothing runs there.
     *
     * @param proof as a sentence
     */
    record Fenced(String proof) implements NodeFate {}

    /** Of a handler that says something each minute. */
    Duration STALE = Duration.ofMinutes(5);
    /** When the kubelet is not heard of either. */
    Duration STALE_WITHOUT_KUBELET = Duration.ofSeconds(140);

    String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    /** A node whose object is proven not to exist. */
    static NodeFate deleted(String name) {
        return new Fenced("node " + name + " was taken out of the cluster");
    }

    static NodeFate of(Node node, Instant now) {
        String name = node.getMetadata().getName();
        if (isOutOfService(node) && !isReady(node)) {
            return new Fenced("node " + name + " is out of service, as its taint says");
        }
        return lastBeat(node)
                .filter(beat -> isStale(node, Duration.between(beat, now)))
                .<NodeFate>map(
                        beat -> new Silent("virt-handler of node %s was last heard of at %s".formatted(name, beat)))
                .orElseGet(() -> new Answers(isSchedulable(node) ? Optional.empty() : staleAt(node)));
    }

    /** When an answering node would be silent, if nothing came; empty for one that is not expected to say anything. */
    static Optional<Instant> staleAt(Node node) {
        return lastBeat(node).map(beat -> beat.plus(patience(node)));
    }

    static boolean isReady(Node node) {
        return conditions(node).stream()
                .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    private static boolean isStale(Node node, Duration age) {
        return age.compareTo(patience(node)) > 0;
    }

    private static Duration patience(Node node) {
        boolean kubeletToo = !conditions(node).isEmpty() && !isReady(node);
        return kubeletToo ? STALE_WITHOUT_KUBELET : STALE;
    }

    private static boolean isSchedulable(Node node) {
        return Optional.ofNullable(node.getMetadata().getLabels())
                .map(labels -> labels.get(NodeLabels.SCHEDULABLE))
                .filter("false"::equals)
                .isEmpty();
    }

    private static boolean isOutOfService(Node node) {
        return node.getSpec() != null
                && node.getSpec().getTaints().stream().anyMatch(taint -> OUT_OF_SERVICE.equals(taint.getKey()));
    }

    private static List<NodeCondition> conditions(Node node) {
        return node.getStatus() == null ? List.of() : node.getStatus().getConditions();
    }

    private static Optional<Instant> lastBeat(Node node) {
        return Optional.ofNullable(node.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(NodeLabels.HEARTBEAT))
                .flatMap(text -> parsed(text).findFirst());
    }

    private static Stream<Instant> parsed(String text) {
        try {
            return Stream.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            // Of somebody who writes it another way: that is no sign of death.
            return Stream.empty();
        }
    }
}
