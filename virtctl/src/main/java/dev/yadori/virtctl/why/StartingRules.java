package dev.yadori.virtctl.why;

import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.virtctl.cluster.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A guest that is on its way, and what is in that. */
final class StartingRules {

    static final List<Function<Circumstances, Optional<String>>> ALL = List.of(
            StartingRules::missingClaim,
            StartingRules::blocked,
            StartingRules::unbound,
            StartingRules::unschedulable,
            StartingRules::waitingContainer,
            StartingRules::withoutPod,
            StartingRules::nodeInTrouble,
            StartingRules::placed);

    private StartingRules() {}

    private static Optional<String> missingClaim(Circumstances seen) {
        return seen.claims().entrySet().stream()
                .filter(claim -> !claim.getValue().isPresent())
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .map(claim -> "waits for the claim " + claim + ", which does not exist");
    }

    /** The controller or the handler has said it. */
    private static Optional<String> blocked(Circumstances seen) {
        return seen.condition(ConditionTypes.SYNCHRONIZED, "False").map(StartingRules::blocker);
    }

    private static String blocker(Tree condition) {
        String reason = condition.word("reason");
        String message = Explanation.orElse(condition.word("message"), reason);
        return switch (reason) {
            case "FailedPvcNotFound" -> "waits for a claim: " + message;
            case "FailedCreate" ->
                message.contains("exceeded quota")
                        ? "finds no room in a quota of its namespace: " + message
                        : "cannot be started: its pod is refused: " + message;
            case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull" ->
                "waits for an image that cannot be pulled: " + message;
            case "Unschedulable" -> "finds no node: " + message;
            case "FailedMount" -> "waits for a volume that cannot be mounted: " + message;
            default -> "cannot be started: " + message;
        };
    }

    private static Optional<String> unbound(Circumstances seen) {
        if (seen.pod().filter(StartingRules::isPlaced).isPresent()) {
            return Optional.empty();
        }
        return seen.claims().values().stream()
                .filter(claim -> claim.isPresent() && !claim.is("Bound", "status", "phase"))
                .findFirst()
                .map(claim -> "waits for the claim " + claim.word("metadata", "name") + " to be bound"
                        + seen.warning(claim)
                                .map(message -> ": " + Explanation.quote(message))
                                .orElse(""));
    }

    private static Optional<String> unschedulable(Circumstances seen) {
        return seen.pod().filter(pod -> !isPlaced(pod)).stream()
                .flatMap(Circumstances::conditions)
                .filter(condition -> condition.is("PodScheduled", "type") && condition.is("False", "status"))
                .findFirst()
                .map(condition -> "finds no node: " + Explanation.quote(condition.word("message")));
    }

    private static Optional<String> waitingContainer(Circumstances seen) {
        return seen.pod().stream()
                .map(pod -> pod.at("status"))
                .flatMap(status -> Stream.of("initContainerStatuses", "containerStatuses")
                        .flatMap(list -> status.at(list).items()))
                .map(container -> container.at("state", "waiting"))
                .filter(waiting -> waiting.isPresent() && !waiting.is("PodInitializing", "reason"))
                .findFirst()
                .map(waiting -> waiting(seen, waiting));
    }

    private static String waiting(Circumstances seen, Tree waiting) {
        String reason = waiting.word("reason");
        if (reason.contains("Image")) {
            return "waits for an image that cannot be pulled: " + Explanation.orElse(waiting.word("message"), reason);
        }
        return "is starting: its pod" + place(seen) + " is at " + reason
                + seen.pod()
                        .flatMap(seen::warning)
                        .map(message -> ": " + Explanation.quote(message))
                        .orElse("");
    }

    private static Optional<String> withoutPod(Circumstances seen) {
        return seen.pod().isPresent()
                ? Optional.empty()
                : Optional.of("is starting: virt-controller has not made its pod yet"
                        + seen.warning(seen.instance())
                                .map(message -> ": " + Explanation.quote(message))
                                .orElse(""));
    }

    private static Optional<String> nodeInTrouble(Circumstances seen) {
        return PresentRules.trouble(seen.node()).map(trouble -> "is starting, but " + trouble);
    }

    private static Optional<String> placed(Circumstances seen) {
        return seen.pod()
                .filter(StartingRules::isPlaced)
                .map(_ -> "is starting: its pod is there" + place(seen) + ", and virt-handler is to start its guest"
                        + seen.warning(seen.instance())
                                .map(message -> ": " + Explanation.quote(message))
                                .orElse(""));
    }

    private static boolean isPlaced(Tree pod) {
        return !pod.word("spec", "nodeName").isEmpty();
    }

    private static String place(Circumstances seen) {
        return seen.pod()
                .filter(StartingRules::isPlaced)
                .map(pod -> " on node " + pod.word("spec", "nodeName"))
                .orElse("");
    }
}
