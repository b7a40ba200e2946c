package dev.yadori.api.subresource;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which nodes of a graph somebody wants. What is left out takes with it what is below it; the root stays. */
final class GraphSelection {

    private static final String EXPRESSIONS = "labelSelector.matchExpressions";

    private final boolean withOptional;
    private final Map<String, String> labels;
    private final List<Options.Requirement> requirements;

    /**
     * By the options of a request.
     *
     * @throws RefusedException naming the field that says nothing
     */
    GraphSelection(Options.Graph options) {
        Optional<Options.Selector> selector = Optional.ofNullable(options.labelSelector());
        withOptional = !Boolean.FALSE.equals(options.includeOptionalNodes());
        labels = selector.map(Options.Selector::matchLabels).orElse(Map.of());
        requirements = selector.map(Options.Selector::matchExpressions).orElse(List.of());
        for (int i = 0; i < requirements.size(); i++) {
            check(requirements.get(i), EXPRESSIONS + "[" + i + "].");
        }
    }

    private static void check(Options.Requirement requirement, String field) {
        if (requirement.key() == null || requirement.key().isBlank()) {
            throw bad(field + "key: must be given");
        }
        boolean hasValues = !requirement.values().isEmpty();
        switch (Objects.requireNonNullElse(requirement.operator(), "")) {
            case "In", "NotIn" -> require(hasValues, field + "values: must be given with In and NotIn");
            case "Exists", "DoesNotExist" ->
                require(!hasValues, field + "values: must not be given with Exists and DoesNotExist");
            default -> throw bad(field + "operator: must be In, NotIn, Exists or DoesNotExist");
        }
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw bad(message);
        }
    }

    private static RefusedException bad(String message) {
        return new RefusedException(Refusal.badRequest(message));
    }

    ObjectGraphNode from(ObjectGraphNode node) {
        return node.with(
                node.children().stream().filter(this::isWanted).map(this::from).toList());
    }

    private boolean isWanted(ObjectGraphNode node) {
        return (withOptional || !node.isOptional())
                && labels.entrySet().stream()
                        .allMatch(
                                wanted -> wanted.getValue().equals(node.labels().get(wanted.getKey())))
                && requirements.stream()
                        .allMatch(requirement ->
                                holds(requirement, node.labels().get(String.valueOf(requirement.key()))));
    }

    private static boolean holds(Options.Requirement requirement, @Nullable String value) {
        boolean isOneOf = value != null && requirement.values().contains(value);
        return switch (String.valueOf(requirement.operator())) {
            case "In" -> isOneOf;
            case "NotIn" -> !isOneOf;
            case "Exists" -> value != null;
            default -> value == null;
        };
    }
}
