package dev.yadori.crds.placement;

import dev.yadori.crds.v1.NodeLabels;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a guest could go and, for each node where not, why. It knows what a scheduler knows of nodes, but not how much room
 * there is on them.
 */
public record TargetNodes(List<String> possible, List<Refusal> refused) {

    public TargetNodes {
        possible = List.copyOf(possible);
        refused = List.copyOf(refused);
    }

    /** A node that cannot take the guest, and why as a part of a sentence. */
    public record Refusal(String node, String why) {}

    /**
     * Looks at all nodes.
     *
     * @param pod that the guest runs in
     * @param own node of the guest
     * @param added labels that a node must have beside those of the pod
     */
    public static TargetNodes of(PodSpec pod, String own, Map<String, String> added, Collection<Node> nodes) {
        List<String> possible = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>();
        for (Node node : nodes) {
            String name = node.getMetadata().getName();
            Optional<String> why = name.equals(own) ? Optional.of("has the guest") : refusal(pod, added, node);
            why.ifPresentOrElse(reason -> refused.add(new Refusal(name, reason)), () -> possible.add(name));
        }
        return new TargetNodes(possible, refused);
    }

    /** For people. */
    public String sentence() {
        if (!possible.isEmpty()) {
            return "the guest could go to " + String.join(", ", possible) + ", if there is room";
        }
        List<String> reasons =
                refused.stream().map(one -> one.node() + " " + one.why()).toList();
        return "no node can take the guest: " + String.join("; ", reasons);
    }

    /** Why a pod with these rules does not run on the node, whatever taints and health it has. */
    public static Optional<String> misfit(Map<String, String> selector, @Nullable Affinity rules, Node node) {
        var pod = new PodSpec();
        pod.setAffinity(rules);
        return missing(selector, node).or(() -> affinity(pod, node).map(_ -> "does not match the node affinity"));
    }

    private static Optional<String> refusal(PodSpec pod, Map<String, String> added, Node node) {
        return health(node)
                .or(() -> missing(orEmpty(pod.getNodeSelector()), node))
                .or(() -> missing(added, node))
                .or(() -> taint(pod, node))
                .or(() -> affinity(pod, node));
    }

    private static Optional<String> health(Node node) {
        if (!"true".equals(labels(node).get(NodeLabels.SCHEDULABLE))) {
            return Optional.of("has no virt-handler that takes guests");
        }
        if (node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
            return Optional.of("is cordoned");
        }
        boolean ready = node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
        return ready ? Optional.empty() : Optional.of("is not ready");
    }

    private static Optional<String> missing(Map<String, String> wanted, Node node) {
        return wanted.entrySet().stream()
                .filter(entry -> !Objects.equals(entry.getValue(), labels(node).get(entry.getKey())))
                .map(entry -> "lacks the label " + entry.getKey() + "=" + entry.getValue())
                .findFirst();
    }

    private static Optional<String> taint(PodSpec pod, Node node) {
        List<Taint> taints = node.getSpec() == null ? List.of() : node.getSpec().getTaints();
        return taints.stream()
                .filter(taint -> !"PreferNoSchedule".equals(taint.getEffect()))
                .filter(taint -> pod.getTolerations().stream().noneMatch(given -> tolerates(given, taint)))
                .map(taint -> "has the taint " + taint.getKey())
                .findFirst();
    }

    private static boolean tolerates(Toleration given, Taint taint) {
        boolean effect = isEmpty(given.getEffect()) || given.getEffect().equals(taint.getEffect());
        boolean exists = "Exists".equals(given.getOperator());
        if (isEmpty(given.getKey())) {
            return effect && exists;
        }
        return effect
                && given.getKey().equals(taint.getKey())
                && (exists
                        || Objects.requireNonNullElse(given.getValue(), "")
                                .equals(Objects.requireNonNullElse(taint.getValue(), "")));
    }

    private static Optional<String> affinity(PodSpec pod, Node node) {
        List<NodeSelectorTerm> terms = Optional.ofNullable(pod.getAffinity())
                .map(Affinity::getNodeAffinity)
                .map(NodeAffinity::getRequiredDuringSchedulingIgnoredDuringExecution)
                .map(required -> required.getNodeSelectorTerms())
                .orElse(List.of());
        boolean fits = terms.isEmpty() || terms.stream().anyMatch(term -> matches(term, node));
        return fits ? Optional.empty() : Optional.of("does not match the guest's node affinity");
    }

    private static boolean matches(NodeSelectorTerm term, Node node) {
        Map<String, String> name = Map.of("metadata.name", node.getMetadata().getName());
        return term.getMatchExpressions().stream().allMatch(wanted -> matches(wanted, labels(node)))
                && term.getMatchFields().stream().allMatch(wanted -> matches(wanted, name));
    }

    private static boolean matches(NodeSelectorRequirement wanted, Map<String, String> labels) {
        String value = labels.get(wanted.getKey());
        return switch (String.valueOf(wanted.getOperator())) {
            case "In" -> value != null && wanted.getValues().contains(value);
            case "NotIn" -> value == null || !wanted.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" ->
                value != null && number(value) > number(wanted.getValues().getFirst());
            case "Lt" ->
                value != null && number(value) < number(wanted.getValues().getFirst());
            default -> false;
        };
    }

    private static long number(String text) {
        return text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static Map<String, String> labels(Node node) {
        return orEmpty(node.getMetadata().getLabels());
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> given) {
        return given == null ? Map.of() : given;
    }
}
