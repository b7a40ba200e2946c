package dev.yadori.virtctl.why;

import dev.yadori.crds.v1.ConditionReasons;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.NodeLabels;
import dev.yadori.virtctl.cluster.Tree;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A guest that is there, or may be. */
final class PresentRules {

    static final List<Function<Circumstances, Optional<String>>> ALL = List.of(
            PresentRules::unknown,
            PresentRules::paused,
            PresentRules::migrating,
            PresentRules::notReady,
            PresentRules::running);

    private PresentRules() {}

    private static Optional<String> unknown(Circumstances seen) {
        if (!seen.isIn("Unknown")) {
            return Optional.empty();
        }
        String why = seen.condition(ConditionTypes.READY, "False")
                .or(() -> seen.condition(ConditionTypes.SYNCHRONIZED, "False"))
                .map(condition -> Explanation.quote(condition.word("message")))
                .or(() -> trouble(seen.node()))
                .orElse("its node is not heard of");
        return Optional.of("may run or not, and is left as it is: " + why);
    }

    private static Optional<String> paused(Circumstances seen) {
        return seen.isOff()
                ? Optional.empty()
                : seen.condition(ConditionTypes.PAUSED, "True")
                        .map(condition -> "is paused" + place(seen) + ": " + pause(seen, condition));
    }

    private static String pause(Circumstances seen, Tree condition) {
        return switch (condition.word("reason")) {
            case ConditionReasons.PAUSED_BY_USER ->
                "its user has asked for that, and 'kubectl virt unpause vm " + seen.name() + "' lets it go on";
            case ConditionReasons.PAUSED_IO_ERROR ->
                "a disk has failed it, as when its storage is full, and it goes on when it is unpaused and the disk works";
            case ConditionReasons.PAUSED_BY_MIGRATION_MONITOR -> "its migration goes on so, and it runs again after it";
            default -> Explanation.orElse(condition.word("message"), "nobody has said why");
        };
    }

    private static Optional<String> migrating(Circumstances seen) {
        return Optional.of(seen.instance().at("status", "migrationState"))
                .filter(_ -> seen.isIn("Running"))
                .filter(PresentRules::isUnderWay)
                .map(state -> "runs" + place(seen) + " and is moving to "
                        + state.at("targetNode")
                                .text()
                                .map(node -> "node " + node)
                                .orElse("another node"));
    }

    private static boolean isUnderWay(Tree state) {
        return state.at("startTimestamp").isPresent()
                && !state.at("endTimestamp").isPresent()
                && !state.isTrue("completed");
    }

    private static Optional<String> notReady(Circumstances seen) {
        if (!seen.isIn("Running")) {
            return Optional.empty();
        }
        // What the handler cannot do for a guest that runs, and what the guest's own probe says.
        return Stream.of(ConditionTypes.SYNCHRONIZED, ConditionTypes.READY)
                .flatMap(type -> seen.condition(type, "False").stream())
                .findFirst()
                .map(condition -> "runs" + place(seen) + " but is not ready: "
                        + Explanation.orElse(condition.word("message"), "its probe fails"));
    }

    private static Optional<String> running(Circumstances seen) {
        return seen.isIn("Running") ? Optional.of("runs" + place(seen)) : Optional.empty();
    }

    private static String place(Circumstances seen) {
        return seen.nodeName().map(node -> " on node " + node).orElse("");
    }

    /** What is wrong with a node. */
    static Optional<String> trouble(Tree node) {
        String name = node.word("metadata", "name");
        return Circumstances.conditions(node)
                .filter(condition -> condition.is("Ready", "type") && !condition.is("True", "status"))
                .findFirst()
                .map(condition -> "node " + name + " is not ready: " + Explanation.quote(condition.word("message")))
                .or(() -> node.is("false", "metadata", "labels", NodeLabels.SCHEDULABLE)
                        ? Optional.of("virt-handler of node " + name + " is not heard of")
                        : Optional.empty());
    }
}
