package dev.yadori.controller.migration;

import dev.yadori.controller.status.Conditions;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationStatus;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationStatus.MigrationPhaseTransition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a migration while it is planned: starts from what is there. */
final class MigrationDraft {

    private static final VirtualMachineInstanceMigrationStatus EMPTY =
            new VirtualMachineInstanceMigrationStatus(null, List.of(), List.of(), null, List.of());

    private final VirtualMachineInstanceMigrationStatus current;
    private final Instant now;
    private final List<MigrationPhaseTransition> times;
    private @Nullable MigrationPhase phase;
    private @Nullable MigrationState state;
    private Conditions conditions;

    MigrationDraft(VirtualMachineInstanceMigration migration, Instant now) {
        this.current = migration.getStatus() == null ? EMPTY : migration.getStatus();
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        this.times = new ArrayList<>(current.phaseTransitionTimestamps());
        this.phase = current.phase();
        this.state = current.migrationState();
        this.conditions = new Conditions(current.conditions(), now);
    }

    MigrationPhase phase() {
        return phase == null ? MigrationPhase.PENDING : phase;
    }

    MigrationDraft phase(MigrationPhase next) {
        if (phase != next) {
            phase = next;
            times.add(new MigrationPhaseTransition(next, now));
        }
        return this;
    }

    /** When a phase was reached, if it was. */
    Optional<Instant> reached(MigrationPhase wanted) {
        return times.stream()
                .filter(time -> time.phase() == wanted)
                .map(MigrationPhaseTransition::phaseTransitionTimestamp)
                .findFirst();
    }

    MigrationDraft state(MigrationState copy) {
        state = copy;
        return this;
    }

    MigrationDraft condition(String type, String reason, String message) {
        conditions = conditions.with(type, "True", reason, message);
        return this;
    }

    MigrationDraft unmet(String type, String reason, String message) {
        conditions = conditions.with(type, "False", reason, message);
        return this;
    }

    MigrationDraft without(String type) {
        conditions = conditions.without(type);
        return this;
    }

    boolean has(String type) {
        return conditions.find(type).isPresent();
    }

    VirtualMachineInstanceMigrationStatus status() {
        return new VirtualMachineInstanceMigrationStatus(
                phase, conditions.all(), times, state, current.synchronizationAddresses());
    }
}
