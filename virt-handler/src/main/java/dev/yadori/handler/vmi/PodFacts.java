package dev.yadori.handler.vmi;

import dev.yadori.crds.launcher.LauncherPodLayout;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What matters of a launcher pod.
 *
 * @param readiness empty where the kubelet has not said
 * @param exit of the container that holds the guest: the proof that nothing runs in it any more
 */
public record PodFacts(String uid, boolean deleting, Optional<Readiness> readiness, Optional<Exit> exit) {

    /** The pod's condition Ready. */
    public record Readiness(boolean ready, String reason, String message) {}

    /** How a container ended. */
    public record Exit(int code, String reason) {}

    public static PodFacts of(Pod pod) {
        var meta = pod.getMetadata();
        return new PodFacts(
                meta.getUid(),
                meta.getDeletionTimestamp() != null,
                readiness(pod.getStatus()),
                Optional.ofNullable(pod.getStatus()).flatMap(PodFacts::exit));
    }

    private static Optional<Readiness> readiness(@Nullable PodStatus status) {
        List<PodCondition> conditions = status == null ? List.of() : status.getConditions();
        return conditions.stream()
                .filter(condition -> "Ready".equals(condition.getType()))
                .findFirst()
                .map(ready -> new Readiness(
                        "True".equals(ready.getStatus()), orEmpty(ready.getReason()), orEmpty(ready.getMessage())));
    }

    private static Optional<Exit> exit(PodStatus status) {
        return status.getContainerStatuses().stream()
                .filter(container -> LauncherPodLayout.COMPUTE_CONTAINER.equals(container.getName()))
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getTerminated() != null)
                .map(state -> new Exit(
                        state.getTerminated().getExitCode(),
                        orEmpty(state.getTerminated().getReason())))
                .findFirst();
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
