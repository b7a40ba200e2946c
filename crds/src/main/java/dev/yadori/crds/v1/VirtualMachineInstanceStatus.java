package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is observed of a guest and its pod. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VirtualMachineInstanceStatus(
        @JsonPropertyDescription("Where the guest is in its life.") @Nullable
        VirtualMachineInstancePhase phase,

        @JsonPropertyDescription("Why it is there, as one word.") @Nullable
        String reason,

        @JsonPropertyDescription("Node the guest runs on.") @Nullable
        String nodeName,

        @JsonPropertyDescription("Facts about the guest.") List<Condition> conditions,

        @JsonPropertyDescription("When each phase was reached.")
        List<PhaseTransition> phaseTransitionTimestamps,

        @JsonPropertyDescription("Interfaces, that of the pod network first.")
        List<InterfaceStatus> interfaces,

        @JsonPropertyDescription("Operating system, as the guest agent tells.") @Nullable
        GuestOsInfo guestOSInfo,

        @JsonPropertyDescription("Volumes and how far they are attached.")
        List<VolumeStatus> volumeStatus,

        @JsonPropertyDescription("Checksums of the kernel that boots.") @Nullable
        KernelBootStatus kernelBootStatus,

        @JsonPropertyDescription("The migration that runs or ran last.") @Nullable
        MigrationState migrationState,

        @JsonPropertyDescription("Whether a migration copies disks too.") @Nullable
        MigrationMethod migrationMethod,

        @JsonPropertyDescription("How launchers speak during a migration.") @Nullable
        MigrationTransport migrationTransport,

        @JsonPropertyDescription("Volumes that a migration moves to new claims.")
        List<MigratedVolume> migratedVolumes,

        @JsonPropertyDescription("Node that the guest is asked to leave.") @Nullable
        String evacuationNodeName,

        @JsonPropertyDescription("Names of nodes by the UIDs of the launcher pods there.")
        Map<String, String> activePods,

        @JsonPropertyDescription("Image of the launcher that holds the guest.") @Nullable
        String launcherContainerImageVersion,

        @JsonPropertyDescription("ControllerRevision of the VirtualMachine that the guest was made from.") @Nullable
        String virtualMachineRevisionName,

        @JsonPropertyDescription("Quality of service class of the pod: Guaranteed, Burstable or BestEffort.") @Nullable
        String qosClass,

        @JsonPropertyDescription("User ID of the launcher; 107 unless said otherwise.") @Nullable
        Long runtimeUser,

        @JsonPropertyDescription("Machine type that the hypervisor chose.") @Nullable
        MachineStatus machine,

        @JsonPropertyDescription("CPUs the guest has now.") @Nullable
        CpuTopology currentCPUTopology,

        @JsonPropertyDescription("Memory at boot, now and as asked for.") @Nullable
        MemoryStatus memory,

        @JsonPropertyDescription("What a node must have for this guest.") @Nullable
        TopologyHints topologyHints,

        @JsonPropertyDescription("frozen while filesystems are frozen, else absent.") @Nullable
        String fsFreezeStatus,

        @JsonPropertyDescription("SELinux context of the launcher; none on a node without SELinux.") @Nullable
        String selinuxContext,

        @JsonPropertyDescription("Number of the VSOCK device.") @JsonProperty("VSOCKCID") @Nullable
        Long vsockCid,

        @JsonPropertyDescription("State of change tracking for backups.") @Nullable
        ChangedBlockTracking changedBlockTracking)
        implements Serializable {
    public VirtualMachineInstanceStatus {
        conditions = Absent.list(conditions);
        phaseTransitionTimestamps = Absent.list(phaseTransitionTimestamps);
        interfaces = Absent.list(interfaces);
        volumeStatus = Absent.list(volumeStatus);
        migratedVolumes = Absent.list(migratedVolumes);
        activePods = Absent.map(activePods);
    }

    /** A phase and its time. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PhaseTransition(
            @JsonPropertyDescription("The phase.") @Nullable VirtualMachineInstancePhase phase,

            @JsonPropertyDescription("When it was reached.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
            Instant phaseTransitionTimestamp) {}

    /** Machine type. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record MachineStatus(
            @JsonPropertyDescription("Machine type with its version.") @Nullable
            String type) {}

    /** Virtual CPUs. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CpuTopology(
            @JsonPropertyDescription("Sockets.") @Nullable Integer sockets,

            @JsonPropertyDescription("Cores of a socket.") @Nullable
            Integer cores,

            @JsonPropertyDescription("Threads of a core.") @Nullable
            Integer threads) {}

    /** Memory of the guest, in bytes. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record MemoryStatus(
            @JsonPropertyDescription("What the guest had at boot.") @Nullable
            Quantity guestAtBoot,

            @JsonPropertyDescription("What the guest has now.") @Nullable
            Quantity guestCurrent,

            @JsonPropertyDescription("What the guest is asked to have.") @Nullable
            Quantity guestRequested,

            @JsonPropertyDescription("What the pod has around the guest.") @Nullable
            Quantity memoryOverhead) {}

    /** Needs of the guest. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record TopologyHints(
            @JsonPropertyDescription("Frequency of the time stamp counter, in hertz.") @Nullable
            Long tscFrequency) {}

    /** A volume on its way to a new claim. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record MigratedVolume(
            @JsonPropertyDescription("Name of the volume.") @Required @Nullable
            String volumeName,

            @JsonPropertyDescription("The claim it leaves.") @Nullable
            ClaimInfo sourcePVCInfo,

            @JsonPropertyDescription("The claim it goes to.") @Nullable
            ClaimInfo destinationPVCInfo,

            @JsonPropertyDescription("UID of the migration.") @Nullable
            String migrationUID) {}

    /** What boots without a bootloader. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record KernelBootStatus(
            @JsonPropertyDescription("The kernel.") @Nullable
            FileInfo kernelInfo,

            @JsonPropertyDescription("The initrd.") @Nullable
            FileInfo initrdInfo) {}

    /** A file. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FileInfo(
            @JsonPropertyDescription("Checksum of the file.") @Nullable
            Long checksum) {}
}
