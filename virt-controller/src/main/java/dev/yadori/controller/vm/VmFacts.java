package dev.yadori.controller.vm;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VirtualMachineStatus.StartFailure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the status of a VirtualMachine is derived from. */
record VmFacts(
        VirtualMachine vm,
        Optional<VirtualMachineInstance> instance,
        RunStrategy wanted,
        @Nullable StartFailure startFailure) {

    InstanceLife life() {
        return InstanceLife.of(instance);
    }

    boolean isIn(VirtualMachineInstancePhase phase) {
        return instance.map(InstanceLife::phase).filter(phase::equals).isPresent();
    }

    /** Whether there is no instance, or one that has ended. */
    boolean isOff() {
        return instance.isEmpty() || instance.filter(InstanceLife::isFinal).isPresent();
    }

    /** Whether the scheduler has found a node for the instance. */
    boolean isPlaced() {
        return instance.map(found -> found.getMetadata().getLabels())
                .filter(labels -> labels.containsKey(KubeVirtLabels.NODE_NAME))
                .isPresent();
    }

    Optional<VirtualMachineInstanceStatus> instanceStatus() {
        return instance.map(VirtualMachineInstance::getStatus);
    }

    List<Condition> instanceConditions() {
        return instanceStatus().map(VirtualMachineInstanceStatus::conditions).orElse(List.of());
    }

    boolean has(String type, String status) {
        return condition(type).filter(found -> status.equals(found.status())).isPresent();
    }

    boolean has(String type, String status, String reason) {
        return condition(type)
                .filter(found -> status.equals(found.status()) && reason.equals(found.reason()))
                .isPresent();
    }

    Optional<Condition> condition(String type) {
        return instanceConditions().stream()
                .filter(condition -> type.equals(condition.type()))
                .findFirst();
    }
}
