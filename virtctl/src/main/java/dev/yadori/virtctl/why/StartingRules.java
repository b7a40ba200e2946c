package dev.yadori.virtctl.why;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.ConditionTypes;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
                .filter(claim -> claim.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .map(claim -> "waits for the claim " + claim + ", which does not exist");
    }

    /** The controller or the handler has said it. */
    private static Optional<String> blocked(Circumstances seen) {
        return seen.condition(ConditionTypes.SYNCHRONIZED, "False").map(StartingRules::blocker);
    }

    private static String blocker(Condition condition) {
        String reason = Objects.requireNonNullElse(condition.reason(), "");
        String message = Explanation.orElse(Objects.requireNonNullElse(condition.message(), ""), reason);
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
                .flatMap(Optional::stream)
                .filter(StartingRules::isUnbound)
                .findFirst()
                .map(claim -> "waits for the claim " + claim.getMetadata().getName() + " to be bound"
                        + seen.warning(Optional.of(claim))
                                .map(message -> ": " + Explanation.quote(message))
                                .orElse(""));
    }

    private static boolean isUnbound(PersistentVolumeClaim claim) {
        return claim.getStatus() == null || !"Bound".equals(claim.getStatus().getPhase());
    }

    private static Optional<String> unschedulable(Circumstances seen) {
        return seen.pod().filter(pod -> !isPlaced(pod)).map(Pod::getStatus).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .findFirst()
                .map(condition ->
                        "finds no node: " + Explanation.quote(Objects.requireNonNullElse(condition.getMessage(), "")));
    }

    private static Optional<String> waitingContainer(Circumstances seen) {
        return seen.pod().map(Pod::getStatus).stream()
                .flatMap(status -> Stream.concat(
                        status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream()))
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getWaiting)
                .filter(waiting -> waiting != null && !"PodInitializing".equals(waiting.getReason()))
                .findFirst()
                .map(waiting -> waiting(seen, waiting));
    }

    private static String waiting(Circumstances seen, ContainerStateWaiting waiting) {
        String reason = Objects.requireNonNullElse(waiting.getReason(), "");
        if (reason.contains("Image")) {
            String message = Objects.requireNonNullElse(waiting.getMessage(), "");
            return "waits for an image that cannot be pulled: " + Explanation.orElse(message, reason);
        }
        return "is starting: its pod" + place(seen) + " is at " + reason
                + seen.warning(seen.pod())
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
        return seen.node().flatMap(PresentRules::trouble).map(trouble -> "is starting, but " + trouble);
    }

    private static Optional<String> placed(Circumstances seen) {
        return seen.pod()
                .filter(StartingRules::isPlaced)
                .map(_ -> "is starting: its pod is there" + place(seen) + ", and virt-handler is to start its guest"
                        + seen.warning(seen.instance())
                                .map(message -> ": " + Explanation.quote(message))
                                .orElse(""));
    }

    private static boolean isPlaced(Pod pod) {
        return pod.getSpec() != null
                && pod.getSpec().getNodeName() != null
                && !pod.getSpec().getNodeName().isEmpty();
    }

    private static String place(Circumstances seen) {
        return seen.pod()
                .filter(StartingRules::isPlaced)
                .map(pod -> " on node " + pod.getSpec().getNodeName())
                .orElse("");
    }
}
