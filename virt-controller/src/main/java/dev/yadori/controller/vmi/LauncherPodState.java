package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.pod.LauncherPod;
import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.KubeVirtLabels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A launcher pod, reduced to what its guest's fate depends on.
 *
 * @param nodeName empty until the pod is bound to a node
 * @param graceSeconds from the first signal to the last
 * @param deletionDeadline when a pod that is being deleted should be gone
 * @param scheduled the condition PodScheduled, if the scheduler has looked at the pod
 * @param unpaused the condition of the pod's readiness gate, if it is set
 * @param nodeLabel the pod's own label with its node
 * @param overheadBytes memory around the guest, as it was when the pod was made
 */
public record LauncherPodState(
        String name,
        String uid,
        Optional<String> nodeName,
        String image,
        Optional<String> qosClass,
        long graceSeconds,
        Optional<Instant> deletionDeadline,
        Optional<Scheduled> scheduled,
        Compute compute,
        Optional<Boolean> unpaused,
        Optional<String> nodeLabel,
        Optional<Long> overheadBytes) {

    private static final String INITIALIZING = "PodInitializing";

    /** The scheduler's word. */
    public record Scheduled(boolean value, String reason, String message, Optional<Instant> since) {}

    /** The container that holds the guest. */
    public sealed interface Compute {

        /** It has not run yet. Reason and message are the kubelet's, and empty while it has said nothing. */
        record Waiting(String reason, String message) implements Compute {}

        record Running() implements Compute {}

        /**
         * It has ended, which no container of a launcher pod comes back from.
         *
         * @param at empty where the kubelet does not tell
         */
        record Terminated(int exitCode, String reason, Optional<Instant> at) implements Compute {}
    }

    public static LauncherPodState of(Pod pod) {
        var status = Optional.ofNullable(pod.getStatus());
        Container compute = pod.getSpec().getContainers().getFirst();
        return new LauncherPodState(
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                Optional.ofNullable(pod.getSpec().getNodeName()).filter(name -> !name.isEmpty()),
                compute.getImage(),
                status.map(PodStatus::getQosClass),
                Objects.requireNonNullElse(pod.getSpec().getTerminationGracePeriodSeconds(), 0L),
                Optional.ofNullable(pod.getMetadata().getDeletionTimestamp()).map(Instant::parse),
                status.flatMap(LauncherPodState::scheduled),
                status.map(LauncherPodState::compute).orElse(new Compute.Waiting("", "")),
                status.flatMap(known -> condition(known, LauncherPod.UNPAUSED))
                        .map(condition -> "True".equals(condition.getStatus())),
                Optional.ofNullable(pod.getMetadata().getLabels()).map(labels -> labels.get(KubeVirtLabels.NODE_NAME)),
                Optional.ofNullable(pod.getMetadata().getAnnotations())
                        .map(annotations -> annotations.get(KubeVirtAnnotations.MEMORY_OVERHEAD_BYTES))
                        .filter(bytes -> bytes.matches("[0-9]{1,18}"))
                        .map(Long::valueOf));
    }

    public boolean isDeleting() {
        return deletionDeadline.isPresent();
    }

    public boolean hasEnded() {
        return compute instanceof Compute.Terminated;
    }

    private static Optional<Scheduled> scheduled(PodStatus status) {
        return condition(status, "PodScheduled")
                .map(condition -> new Scheduled(
                        "True".equals(condition.getStatus()),
                        Objects.requireNonNullElse(condition.getReason(), ""),
                        Objects.requireNonNullElse(condition.getMessage(), ""),
                        Optional.ofNullable(condition.getLastTransitionTime()).map(Instant::parse)));
    }

    private static Optional<PodCondition> condition(PodStatus status, String type) {
        return status.getConditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    private static Compute compute(PodStatus status) {
        Optional<ContainerState> state = status.getContainerStatuses().stream()
                .filter(container -> LauncherPodLayout.COMPUTE_CONTAINER.equals(container.getName()))
                .findFirst()
                .map(ContainerStatus::getState);
        Optional<Compute> terminated = state.map(ContainerState::getTerminated).map(LauncherPodState::terminated);
        return terminated.or(() -> endedWithoutContainer(status)).orElseGet(() -> alive(state, status));
    }

    private static Compute alive(Optional<ContainerState> state, PodStatus status) {
        if (state.map(ContainerState::getRunning).isPresent()) {
            return new Compute.Running();
        }
        return blockedBefore(status)
                .or(() -> state.map(ContainerState::getWaiting))
                .map(waiting -> new Compute.Waiting(
                        Objects.requireNonNullElse(waiting.getReason(), ""),
                        Objects.requireNonNullElse(waiting.getMessage(), "")))
                .orElse(new Compute.Waiting("", ""));
    }

    /** Why a container that comes before this one does not run. The kubelet says only that it is initializing otherwise. */
    private static Optional<ContainerStateWaiting> blockedBefore(PodStatus status) {
        return status.getInitContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getWaiting)
                .filter(waiting -> waiting != null && !INITIALIZING.equals(waiting.getReason()))
                .findFirst();
    }

    private static Compute terminated(ContainerStateTerminated state) {
        return new Compute.Terminated(
                state.getExitCode(),
                Objects.requireNonNullElse(state.getReason(), ""),
                Optional.ofNullable(state.getFinishedAt()).map(Instant::parse));
    }

    /** A pod that was evicted or refused by its kubelet has ended without a word about its container. */
    private static Optional<Compute> endedWithoutContainer(PodStatus status) {
        Map<String, Integer> exitCodes = Map.of("Succeeded", 0, "Failed", 1);
        return Optional.ofNullable(status.getPhase())
                .map(exitCodes::get)
                .map(code -> new Compute.Terminated(
                        code, Objects.requireNonNullElse(status.getReason(), ""), Optional.empty()));
    }
}
