package dev.yadori.controller.migration;

import dev.yadori.crds.v1.VirtualMachineInstanceMigrationStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do about one migration.
 *
 * @param status as it shall be, written after the actions
 * @param lookAgain when to look again although nothing happened
 */
public record MigrationPlan(
        List<MigrationAction> actions, VirtualMachineInstanceMigrationStatus status, Optional<Duration> lookAgain) {

    public MigrationPlan {
        actions = List.copyOf(actions);
    }

    MigrationPlan after(Duration wait) {
        return new MigrationPlan(actions, status, Optional.of(wait));
    }
}
