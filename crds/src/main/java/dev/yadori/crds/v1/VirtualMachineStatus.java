package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is observed of a VirtualMachine. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VirtualMachineStatus(
        @JsonPropertyDescription("One word for people.") @Default("Stopped") @Nullable
        PrintableStatus printableStatus,

        @JsonPropertyDescription("Whether the VirtualMachineInstance exists.") @Nullable
        Boolean created,

        @JsonPropertyDescription("Whether the guest is ready.") @Nullable
        Boolean ready,

        @JsonPropertyDescription("Facts about the VirtualMachine and its guest.")
        List<Condition> conditions,

        @JsonPropertyDescription("Run strategy in effect.") @Nullable
        RunStrategy runStrategy,

        @JsonPropertyDescription("Generation of the spec that the running guest has.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Generation of the spec now.") @Nullable
        Long desiredGeneration,

        @JsonPropertyDescription("Starts and stops asked for, in order.")
        List<StateChangeRequest> stateChangeRequests,

        @JsonPropertyDescription("Failed starts in a row.") @Nullable
        StartFailure startFailure,

        @JsonPropertyDescription("Name of the snapshot that is being taken.") @Nullable
        String snapshotInProgress,

        @JsonPropertyDescription("Name of the restore that is being done.") @Nullable
        String restoreInProgress,

        @JsonPropertyDescription("Volumes to plug or unplug.") @Size(max = 256)
        List<VolumeRequest> volumeRequests,

        @JsonPropertyDescription("Which volumes can be snapshotted.")
        List<VolumeSnapshotStatus> volumeSnapshotStatuses,

        @JsonPropertyDescription("The memory dump asked for.") @Nullable
        MemoryDumpRequest memoryDumpRequest,

        @JsonPropertyDescription("Change of volumes of the running guest.") @Nullable
        VolumeUpdateState volumeUpdateState,

        @JsonPropertyDescription("State of change tracking for backups.") @Nullable
        ChangedBlockTracking changedBlockTracking,

        @JsonPropertyDescription("Instance type in use, and its revision.") @Nullable
        RevisionReference instancetypeRef,

        @JsonPropertyDescription("Preference in use, and its revision.") @Nullable
        RevisionReference preferenceRef)
        implements Serializable {
    public VirtualMachineStatus {
        conditions = Absent.list(conditions);
        stateChangeRequests = Absent.list(stateChangeRequests);
        volumeRequests = Absent.list(volumeRequests);
        volumeSnapshotStatuses = Absent.list(volumeSnapshotStatuses);
    }

    /** The same status with other conditions. */
    public VirtualMachineStatus withConditions(List<Condition> changed) {
        return new VirtualMachineStatus(
                printableStatus,
                created,
                ready,
                changed,
                runStrategy,
                observedGeneration,
                desiredGeneration,
                stateChangeRequests,
                startFailure,
                snapshotInProgress,
                restoreInProgress,
                volumeRequests,
                volumeSnapshotStatuses,
                memoryDumpRequest,
                volumeUpdateState,
                changedBlockTracking,
                instancetypeRef,
                preferenceRef);
    }

    /** What is asked of a guest. */
    public enum StateChangeAction implements WireValue {
        START("Start"),
        STOP("Stop"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        StateChangeAction(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static StateChangeAction parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** A start or stop that waits. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record StateChangeRequest(
            @JsonPropertyDescription("Start or Stop.") @Required @Nullable
            StateChangeAction action,

            @JsonPropertyDescription("UID of the VirtualMachineInstance to stop.") @Nullable
            String uid,

            @JsonPropertyDescription("Settings of the request, such as paused=true.")
            Map<String, String> data) {
        public StateChangeRequest {
            data = Absent.map(data);
        }
    }

    /** Failed starts in a row; cleared once the guest has run. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record StartFailure(
            @JsonPropertyDescription("Number of failures.") @Nullable
            Integer consecutiveFailCount,

            @JsonPropertyDescription("UID of the VirtualMachineInstance that failed last.") @Nullable
            String lastFailedVMIUID,

            @JsonPropertyDescription("When the next start is tried.")
            @JsonFormat(shape = JsonFormat.Shape.STRING)
            @Nullable
            Instant retryAfterTimestamp) {}

    /** A volume to plug or unplug: exactly one of its fields. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record VolumeRequest(
            @JsonPropertyDescription("The volume to plug.") @Nullable
            AddVolumeOptions addVolumeOptions,

            @JsonPropertyDescription("The volume to unplug.") @Nullable
            RemoveVolumeOptions removeVolumeOptions) {}

    /** A volume to plug. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record AddVolumeOptions(
            @JsonPropertyDescription("Name of the volume.") @Required @Nullable
            String name,

            @JsonPropertyDescription("The disk to plug.") @Required @Nullable
            Disk disk,

            @JsonPropertyDescription("What is behind the disk.") @Required @Nullable
            HotplugSource volumeSource,

            @JsonPropertyDescription("All to change nothing.")
            List<String> dryRun) {
        public AddVolumeOptions {
            dryRun = Absent.list(dryRun);
        }
    }

    /** Source of a plugged volume. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record HotplugSource(
            @JsonPropertyDescription("A claim.") Volume.@Nullable ClaimSource persistentVolumeClaim,
            @JsonPropertyDescription("A DataVolume.") Volume.@Nullable DataVolumeSource dataVolume) {}

    /** A volume to unplug. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record RemoveVolumeOptions(
            @JsonPropertyDescription("Name of the volume.") @Required @Nullable
            String name,

            @JsonPropertyDescription("All to change nothing.")
            List<String> dryRun) {
        public RemoveVolumeOptions {
            dryRun = Absent.list(dryRun);
        }
    }

    /** Whether a volume can be snapshotted. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record VolumeSnapshotStatus(
            @JsonPropertyDescription("Name of the volume.") @Required @Nullable
            String name,

            @JsonPropertyDescription("Whether it can.") @Required @Nullable
            Boolean enabled,

            @JsonPropertyDescription("Why not.") @Nullable String reason) {}

    /** How far a memory dump is. */
    public enum MemoryDumpPhase implements WireValue {
        ASSOCIATING("Associating"),
        IN_PROGRESS("InProgress"),
        UNMOUNTING("Unmounting"),
        COMPLETED("Completed"),
        DISSOCIATING("Dissociating"),
        FAILED("Failed"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        MemoryDumpPhase(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static MemoryDumpPhase parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** A memory dump. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record MemoryDumpRequest(
            @JsonPropertyDescription("Claim that takes the dump.") @Required @Nullable
            String claimName,

            @JsonPropertyDescription("How far the dump is.") @Required @Nullable
            MemoryDumpPhase phase,

            @JsonPropertyDescription("Whether the claim shall be taken off.") @Nullable
            Boolean remove,

            @JsonPropertyDescription("When the dump began.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
            Instant startTimestamp,

            @JsonPropertyDescription("When the dump ended.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
            Instant endTimestamp,

            @JsonPropertyDescription("Name of the dump's file.") @Nullable
            String fileName,

            @JsonPropertyDescription("Why the dump failed, as a sentence.") @Nullable
            String message) {}

    /** Change of volumes of a running guest. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record VolumeUpdateState(
            @JsonPropertyDescription("Volumes that move by migration.") @Nullable
            VolumeMigrationState volumeMigrationState) {}

    /** Volumes that move. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record VolumeMigrationState(
            @JsonPropertyDescription("The volumes.")
            List<VirtualMachineInstanceStatus.MigratedVolume> migratedVolumes) {
        public VolumeMigrationState {
            migratedVolumes = Absent.list(migratedVolumes);
        }
    }

    /** An instance type or preference, and the revision in use. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record RevisionReference(
            @JsonPropertyDescription("Name of the object.") @Nullable
            String name,

            @JsonPropertyDescription("Kind of the object.") @Nullable
            String kind,

            @JsonPropertyDescription("The revision that holds it as it was.") @Nullable
            ControllerRevisionRef controllerRevisionRef,

            @JsonPropertyDescription("Volume that named the object.") @Nullable
            String inferFromVolume,

            @JsonPropertyDescription("What a volume without labels did.")
            VirtualMachineSpec.@Nullable InferFromVolumeFailurePolicy inferFromVolumeFailurePolicy) {}

    /** A ControllerRevision. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ControllerRevisionRef(
            @JsonPropertyDescription("Name of the revision.") @Nullable
            String name) {}
}
