package dev.yadori.controller.vmi;

import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What is to be said of a pod that holds its guest, where the status still speaks of another or of a time of silence. */
record Arrival(VirtualMachineInstance vmi, LauncherPodState pod, List<LauncherPodState> others, Instant now) {

    /** For the launcher that the guest has left, to end by itself. */
    private static final Duration SOURCE_GRACE = Duration.ofSeconds(60);

    StatusChange changes() {
        VirtualMachineInstanceStatus status = Objects.requireNonNull(vmi.getStatus(), "status");
        var draft = new StatusDraft(status, now);
        if (status.phase() == VirtualMachineInstancePhase.UNKNOWN) {
            draft.phase(VirtualMachineInstancePhase.RUNNING);
            draft.set("reason", status.reason(), "");
        }
        if (ActivePod.left(vmi).isPresent() && !status.activePods().keySet().equals(Set.of(pod.uid()))) {
            draft.set(
                    "activePods",
                    status.activePods(),
                    Map.of(pod.uid(), pod.nodeName().orElse("")));
            draft.set("launcherContainerImageVersion", status.launcherContainerImageVersion(), pod.image());
        }
        return draft.changes();
    }

    Optional<VmiAction> sourceToEnd() {
        return staying()
                .filter(source -> !left().isPositive())
                .map(source -> new VmiAction.DeletePod(source.name(), Optional.empty()));
    }

    Optional<Duration> lookAgain() {
        return staying().map(_ -> left()).filter(Duration::isPositive);
    }

    private Optional<LauncherPodState> staying() {
        return ActivePod.left(vmi)
                .flatMap(name -> others.stream()
                        .filter(other -> other.name().equals(name) && !other.hasEnded() && !other.isDeleting())
                        .findFirst());
    }

    private Duration left() {
        MigrationState state = Objects.requireNonNull(
                Objects.requireNonNull(vmi.getStatus(), "status").migrationState(), "migrationState");
        Instant end = state.endTimestamp() == null ? now : state.endTimestamp();
        return Duration.between(now, end.plus(SOURCE_GRACE));
    }
}
