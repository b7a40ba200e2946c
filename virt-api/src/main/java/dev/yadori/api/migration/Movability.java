package dev.yadori.api.migration;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import java.util.Optional;

/** A guest, as far as its moves depend on it. */
record Movability(VirtualMachineInstance guest) {

    boolean hasEnded() {
        return status().map(VirtualMachineInstanceStatus::phase)
                .filter(VirtualMachineInstancePhase::isFinal)
                .isPresent();
    }

    /** Whether its node says that it can be moved. */
    boolean isMovable() {
        return condition()
                .filter(condition -> "True".equals(condition.status()))
                .isPresent();
    }

    /** Why its node says that it cannot. */
    Optional<String> hindrance() {
        return condition()
                .filter(condition -> "False".equals(condition.status()))
                .map(condition ->
                        condition.message() == null ? String.valueOf(condition.reason()) : condition.message());
    }

    Optional<String> nodeName() {
        return status().map(VirtualMachineInstanceStatus::nodeName).filter(node -> !node.isEmpty());
    }

    Optional<MigrationState> migration() {
        return status().map(VirtualMachineInstanceStatus::migrationState);
    }

    boolean isToLeave(String node) {
        return status().map(VirtualMachineInstanceStatus::evacuationNodeName)
                .filter(node::equals)
                .isPresent();
    }

    static boolean isUnfinished(VirtualMachineInstanceMigration migration) {
        MigrationPhase phase =
                migration.getStatus() == null ? null : migration.getStatus().phase();
        return phase != MigrationPhase.SUCCEEDED && phase != MigrationPhase.FAILED;
    }

    private Optional<Condition> condition() {
        return status().stream()
                .flatMap(status -> status.conditions().stream())
                .filter(condition -> ConditionTypes.LIVE_MIGRATABLE.equals(condition.type()))
                .findFirst();
    }

    private Optional<VirtualMachineInstanceStatus> status() {
        return Optional.ofNullable(guest.getStatus());
    }
}
