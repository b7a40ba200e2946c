package dev.yadori.virtctl.why;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.ConditionReasons;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.NodeLabels;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.util.List;
import java.util.Objects;
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
        if (!seen.isIn(VirtualMachineInstancePhase.UNKNOWN)) {
            return Optional.empty();
        }
        String why = seen.condition(ConditionTypes.READY, "False")
                .or(() -> seen.condition(ConditionTypes.SYNCHRONIZED, "False"))
                .map(Condition::message)
                .map(Explanation::quote)
                .or(() -> seen.node().flatMap(PresentRules::trouble))
                .orElse("its node is not heard of");
        return Optional.of("may run or not, and is left as it is: " + why);
    }

    private static Optional<String> paused(Circumstances seen) {
        return seen.isOff()
                ? Optional.empty()
                : seen.condition(ConditionTypes.PAUSED, "True")
                        .map(condition -> "is paused" + place(seen) + ": " + pause(seen, condition));
    }

    private static String pause(Circumstances seen, Condition condition) {
        return switch (Objects.requireNonNullElse(condition.reason(), "")) {
            case ConditionReasons.PAUSED_BY_USER ->
                "its user has asked for that, and 'kubectl virt unpause vm " + seen.name() + "' lets it go on";
            case ConditionReasons.PAUSED_IO_ERROR ->
                "a disk has failed it, as when its storage is full, and it goes on when it is unpaused and the disk works";
            case ConditionReasons.PAUSED_BY_MIGRATION_MONITOR -> "its migration goes on so, and it runs again after it";
            default -> Explanation.orElse(Objects.requireNonNullElse(condition.message(), ""), "nobody has said why");
        };
    }

    private static Optional<String> migrating(Circumstances seen) {
        return seen.status()
                .filter(_ -> seen.isIn(VirtualMachineInstancePhase.RUNNING))
                .map(VirtualMachineInstanceStatus::migrationState)
                .filter(PresentRules::isUnderWay)
                .map(state -> "runs" + place(seen) + " and is moving to "
                        + (state.targetNode() == null ? "another node" : "node " + state.targetNode()));
    }

    private static boolean isUnderWay(MigrationState state) {
        return state.startTimestamp() != null
                && state.endTimestamp() == null
                && !Boolean.TRUE.equals(state.completed());
    }

    private static Optional<String> notReady(Circumstances seen) {
        if (!seen.isIn(VirtualMachineInstancePhase.RUNNING)) {
            return Optional.empty();
        }
        // What the handler cannot do for a guest that runs, and what the guest's own probe says.
        return Stream.of(ConditionTypes.SYNCHRONIZED, ConditionTypes.READY)
                .flatMap(type -> seen.condition(type, "False").stream())
                .findFirst()
                .map(condition -> "runs" + place(seen) + " but is not ready: "
                        + Explanation.orElse(Objects.requireNonNullElse(condition.message(), ""), "its probe fails"));
    }

    private static Optional<String> running(Circumstances seen) {
        return seen.isIn(VirtualMachineInstancePhase.RUNNING) ? Optional.of("runs" + place(seen)) : Optional.empty();
    }

    private static String place(Circumstances seen) {
        return seen.status()
                .map(VirtualMachineInstanceStatus::nodeName)
                .map(node -> " on node " + node)
                .orElse("");
    }

    /** What is wrong with a node. */
    static Optional<String> trouble(Node node) {
        String name = node.getMetadata().getName();
        Optional<String> notReady = node.getStatus() == null
                ? Optional.empty()
                : node.getStatus().getConditions().stream()
                        .filter(condition ->
                                "Ready".equals(condition.getType()) && !"True".equals(condition.getStatus()))
                        .findFirst()
                        .map(NodeCondition::getMessage)
                        .map(message -> "node " + name + " is not ready: " + Explanation.quote(message));
        return notReady.or(() -> Optional.ofNullable(node.getMetadata().getLabels())
                .filter(labels -> "false".equals(labels.get(NodeLabels.SCHEDULABLE)))
                .map(_ -> "virt-handler of node " + name + " is not heard of"));
    }
}
