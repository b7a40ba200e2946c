package dev.yadori.controller.migration;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.EvictionStrategy;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import java.util.Optional;

/** A VirtualMachineInstance, as its migrations see it. */
public record GuestView(VirtualMachineInstance vmi) {

    public String name() {
        return vmi.getMetadata().getName();
    }

    public boolean isRunning() {
        return phase() == VirtualMachineInstancePhase.RUNNING;
    }

    /** Whether the guest has ended, or is told to. */
    public boolean isEnding() {
        return hasEnded() || vmi.isMarkedForDeletion();
    }

    /** Whether the guest has ended for good. */
    public boolean hasEnded() {
        return phase().isFinal();
    }

    public VirtualMachineInstancePhase phase() {
        return status().map(VirtualMachineInstanceStatus::phase).orElse(VirtualMachineInstancePhase.PENDING);
    }

    public Optional<String> nodeName() {
        return status().map(VirtualMachineInstanceStatus::nodeName).filter(name -> !name.isEmpty());
    }

    public Optional<String> nodeLabel() {
        return label(KubeVirtLabels.NODE_NAME);
    }

    public Optional<String> targetLabel() {
        return label(KubeVirtLabels.MIGRATION_TARGET_NODE_NAME);
    }

    public Optional<String> evacuationNode() {
        return status().map(VirtualMachineInstanceStatus::evacuationNodeName).filter(name -> !name.isEmpty());
    }

    public Optional<EvictionStrategy> evictionStrategy() {
        return Optional.ofNullable(vmi.getSpec()).map(VirtualMachineInstanceSpec::evictionStrategy);
    }

    /** The migration that is under way or was the last. */
    public Optional<MigrationState> migration() {
        return status().map(VirtualMachineInstanceStatus::migrationState);
    }

    /** The state of this migration, if it is the guest's last. */
    public Optional<MigrationState> migration(String uid) {
        return migration().filter(state -> uid.equals(state.migrationUid()));
    }

    /** The state of a migration that has begun and not ended. */
    public Optional<MigrationState> unsettled() {
        return migration().filter(state -> !Boolean.TRUE.equals(state.completed()));
    }

    /** Why the guest cannot be moved, if it is known that it cannot. */
    public Optional<String> immobility() {
        return condition(ConditionTypes.LIVE_MIGRATABLE)
                .filter(condition -> "False".equals(condition.status()))
                .map(condition -> condition.message() == null
                        ? String.valueOf(condition.reason())
                        : condition.reason() + ": " + condition.message());
    }

    public Optional<Condition> condition(String type) {
        return status().stream()
                .flatMap(status -> status.conditions().stream())
                .filter(condition -> type.equals(condition.type()))
                .findFirst();
    }

    private Optional<VirtualMachineInstanceStatus> status() {
        return Optional.ofNullable(vmi.getStatus());
    }

    private Optional<String> label(String key) {
        return Optional.ofNullable(vmi.getMetadata().getLabels())
                .map(labels -> labels.get(key))
                .filter(value -> !value.isEmpty());
    }
}
