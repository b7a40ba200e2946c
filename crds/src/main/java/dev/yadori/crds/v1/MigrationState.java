package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A migration as source and target write it down. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MigrationState(
        @JsonPropertyDescription("UID of the VirtualMachineInstanceMigration.") @Nullable
        String migrationUid,

        @JsonPropertyDescription("How memory is copied.") @Nullable
        MigrationMode mode,

        @JsonPropertyDescription("When the source began.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant startTimestamp,

        @JsonPropertyDescription("When it ended.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant endTimestamp,

        @JsonPropertyDescription("Whether it has ended, well or not.") @Nullable
        Boolean completed,

        @JsonPropertyDescription("Whether it has failed.") @Nullable
        Boolean failed,

        @JsonPropertyDescription("Why it failed, as a sentence.") @Nullable
        String failureReason,

        @JsonPropertyDescription("Whether it shall be cancelled.") @Nullable
        Boolean abortRequested,

        @JsonPropertyDescription("How far the cancelling is.") @Nullable
        AbortStatus abortStatus,

        @JsonPropertyDescription("Node the guest leaves.") @Nullable
        String sourceNode,

        @JsonPropertyDescription("Launcher pod the guest leaves.") @Nullable
        String sourcePod,

        @JsonPropertyDescription("Claim with TPM and EFI state at the source.") @Nullable
        String sourcePersistentStatePVCName,

        @JsonPropertyDescription("Node the guest goes to.") @Nullable
        String targetNode,

        @JsonPropertyDescription("Launcher pod the guest goes to.") @Nullable
        String targetPod,

        @JsonPropertyDescription("Claim with TPM and EFI state at the target.") @Nullable
        String targetPersistentStatePVCName,

        @JsonPropertyDescription("Address at which the target listens.") @Nullable
        String targetNodeAddress,

        @JsonPropertyDescription("Port behind the proxy (0, 49152, 49153) by the port at which the target listens.")
        Map<String, Integer> targetDirectMigrationNodePorts,

        @JsonPropertyDescription("Whether the target has seen the guest's domain.") @Nullable
        Boolean targetNodeDomainDetected,

        @JsonPropertyDescription("When the guest ran at the target.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable
        Instant targetNodeDomainReadyTimestamp,

        @JsonPropertyDescription("UID of the pod that attaches volumes at the target.") @Nullable
        String targetAttachmentPodUID,

        @JsonPropertyDescription("Memory around the guest at the target, in bytes.") @Nullable
        Quantity targetMemoryOverhead,

        @JsonPropertyDescription("Host CPUs of the guest at the target.")
        List<Integer> targetCPUSet,

        @JsonPropertyDescription("NUMA topology of the target, as JSON.") @Nullable
        String targetNodeTopology,

        @JsonPropertyDescription("Policy that applies.") @Nullable
        String migrationPolicyName,

        @JsonPropertyDescription("Network that carries it: Pod or Migration.") @Nullable
        String migrationNetworkType,

        @JsonPropertyDescription("Settings that apply.") @Nullable
        MigrationConfiguration migrationConfiguration,

        @JsonPropertyDescription("What the source of a migration between clusters writes.") @Nullable
        MigrationSide sourceState,

        @JsonPropertyDescription("What the target of a migration between clusters writes.") @Nullable
        MigrationSide targetState) {
    public MigrationState {
        targetDirectMigrationNodePorts = Absent.map(targetDirectMigrationNodePorts);
        targetCPUSet = Absent.list(targetCPUSet);
    }

    /** How memory is copied. */
    public enum MigrationMode implements WireValue {
        PRE_COPY("PreCopy"),
        POST_COPY("PostCopy"),
        PAUSED("Paused"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        MigrationMode(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static MigrationMode parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** How far a cancelling is. */
    public enum AbortStatus implements WireValue {
        ABORTING("Aborting"),
        SUCCEEDED("Succeeded"),
        FAILED("Failed"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        AbortStatus(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static AbortStatus parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** One side of a migration between clusters. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record MigrationSide(
            @JsonPropertyDescription("UID of the migration there.") @JsonProperty("migrationUID") @Nullable
            String ownMigrationUid,

            @JsonPropertyDescription("Node there.") @Nullable
            String node,

            @JsonPropertyDescription("Launcher pod there.") @Nullable
            String pod,

            @JsonPropertyDescription("UID of the guest's object there.") @Nullable
            String virtualMachineInstanceUID,

            @JsonPropertyDescription("Claim with TPM and EFI state there.") @Nullable
            String persistentStatePVCName,

            @JsonPropertyDescription("SELinux context of the launcher there.") @Nullable
            String selinuxContext,

            @JsonPropertyDescription("Address for the exchange of state.") @Nullable
            String syncAddress,

            @JsonPropertyDescription("Labels that the other node must have.")
            Map<String, String> nodeSelectors,

            @JsonPropertyDescription("NUMA topology there, as JSON.") @Nullable
            String nodeTopology,

            @JsonPropertyDescription("Address at which migration is listened for.") @Nullable
            String nodeAddress,

            @JsonPropertyDescription("Ports, as in targetDirectMigrationNodePorts.")
            Map<String, Integer> directMigrationNodePorts,

            @JsonPropertyDescription("Host CPUs of the guest there.")
            List<Integer> cpuSet,

            @JsonPropertyDescription("Name of the domain there.") @Nullable
            String domainName,

            @JsonPropertyDescription("Namespace of the object there.") @Nullable
            String domainNamespace,

            @JsonPropertyDescription("Whether the domain was seen there.") @Nullable
            Boolean domainDetected,

            @JsonPropertyDescription("When the guest ran there.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
            Instant domainReadyTimestamp,

            @JsonPropertyDescription("UID of the pod that attaches volumes there.") @Nullable
            String attachmentPodUID) {
        public MigrationSide {
            nodeSelectors = Absent.map(nodeSelectors);
            directMigrationNodePorts = Absent.map(directMigrationNodePorts);
            cpuSet = Absent.list(cpuSet);
        }
    }
}
