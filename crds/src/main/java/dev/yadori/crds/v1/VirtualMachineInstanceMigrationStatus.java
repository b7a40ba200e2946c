package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is observed of a migration. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VirtualMachineInstanceMigrationStatus(
        @JsonPropertyDescription("Where the migration is in its life.") @Nullable
        MigrationPhase phase,

        @JsonPropertyDescription("Facts about the migration.")
        List<Condition> conditions,

        @JsonPropertyDescription("When each phase was reached.")
        List<MigrationPhaseTransition> phaseTransitionTimestamps,

        @JsonPropertyDescription("Copy of the guest's own migrationState.") @Nullable
        MigrationState migrationState,

        @JsonPropertyDescription("Addresses at which the other cluster reaches this one.")
        List<String> synchronizationAddresses)
        implements Serializable {
    public VirtualMachineInstanceMigrationStatus {
        conditions = Absent.list(conditions);
        phaseTransitionTimestamps = Absent.list(phaseTransitionTimestamps);
        synchronizationAddresses = Absent.list(synchronizationAddresses);
    }

    /** A phase and its time. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record MigrationPhaseTransition(
            @JsonPropertyDescription("The phase.") @Nullable MigrationPhase phase,

            @JsonPropertyDescription("When it was reached.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
            Instant phaseTransitionTimestamp) {}
}
