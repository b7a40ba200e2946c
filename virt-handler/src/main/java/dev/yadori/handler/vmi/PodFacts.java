package dev.yadori.handler.vmi;

import dev.yadori.crds.launcher.LauncherPodLayout;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What matters of a launcher pod.
 *
 * @param readiness empty where the kubelet has not said
 * @param exit of the container that holds the guest: the proof that nothing runs in it any more
 * @param attached links that Multus says it has made
 */
public record PodFacts(
        String uid, boolean deleting, Optional<Readiness> readiness, Optional<Exit> exit, Set<String> attached) {
    public PodFacts {
        attached = Set.copyOf(attached);
    }

    /** The pod's condition Ready. */
    public record Readiness(boolean ready, String reason, String message) {}

    /** How a container ended. */
    public record Exit(int code, String reason) {}

    public static PodFacts of(LauncherPodObject pod) {
        var meta = pod.getMetadata();
        return new PodFacts(
                meta.getUid(),
                meta.getDeletionTimestamp() != null,
                readiness(pod.getStatus()),
                exit(pod),
                MultusStatus.links(meta.getAnnotations()));
    }

    private static Optional<Readiness> readiness(LauncherPodObject.@Nullable Status status) {
        var conditions = status == null ? List.<LauncherPodObject.Condition>of() : status.conditions();
        return conditions.stream()
                .filter(condition -> "Ready".equals(condition.type()))
                .findFirst()
                .map(ready -> new Readiness(
                        "True".equals(ready.status()), orEmpty(ready.reason()), orEmpty(ready.message())));
    }

    static Optional<Exit> exit(LauncherPodObject pod) {
        return state(pod)
                .map(LauncherPodObject.State::terminated)
                .map(terminated -> new Exit(terminated.exitCode(), orEmpty(terminated.reason())));
    }

    /** Whether the kubelet says that the container runs that holds the guest. */
    static boolean isStarted(LauncherPodObject pod) {
        return state(pod).map(LauncherPodObject.State::running).isPresent();
    }

    private static Optional<LauncherPodObject.State> state(LauncherPodObject pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.containerStatuses().stream())
                .filter(container -> LauncherPodLayout.COMPUTE_CONTAINER.equals(container.name()))
                .map(LauncherPodObject.Container::state)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
