package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** Settings of migrations. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MigrationConfiguration(
        @JsonPropertyDescription("Migrations that leave a node at once. 2 by default.") @Min(0) @Nullable
        Integer parallelOutboundMigrationsPerNode,

        @JsonPropertyDescription("Migrations at once. 5 by default.") @Min(0) @Nullable
        Integer parallelMigrationsPerCluster,

        @JsonPropertyDescription("Bytes a second of a migration. 0, the default, is no limit.") @Nullable
        Quantity bandwidthPerMigration,

        @JsonPropertyDescription("Seconds for each GiB until a migration has taken too long. 150 by default.")
        @Min(0)
        @Nullable
        Long completionTimeoutPerGiB,

        @JsonPropertyDescription("Seconds until a migration has taken too long, whatever the guest's size. Comes before"
                + " completionTimeoutPerGiB. None by default.")
        @Min(1)
        @Nullable
        Long completionTimeout,

        @JsonPropertyDescription("Seconds without progress until a migration is cancelled. 150 by default.")
        @Min(0)
        @Nullable
        Long progressTimeout,

        @JsonPropertyDescription("Seconds to wait for utility volumes to go. 150 by default.") @Min(0) @Nullable
        Long utilityVolumesTimeout,

        @JsonPropertyDescription("Milliseconds the guest may stand still. 900 by default.") @Min(0) @Nullable
        Long maxDowntimeMs,

        @JsonPropertyDescription("Whether a guest that writes too fast is slowed. False by default.") @Nullable
        Boolean allowAutoConverge,

        @JsonPropertyDescription(
                "Whether the guest may run at the target before all memory is there. False by default.")
        @Nullable
        Boolean allowPostCopy,

        @JsonPropertyDescription(
                "Whether a guest that takes too long is paused or moved by post-copy. As allowPostCopy by"
                        + " default.")
        @Nullable
        Boolean allowWorkloadDisruption,

        @JsonPropertyDescription("Whether the hypervisor's safety checks are left out. False by default.") @Nullable
        Boolean unsafeMigrationOverride,

        @JsonPropertyDescription("Whether traffic is not encrypted. False by default.") @Nullable
        Boolean disableTLS,

        @JsonPropertyDescription("NetworkAttachmentDefinition for the traffic. The pod network by default.") @Nullable
        String network,

        @JsonPropertyDescription("Taint that makes guests leave a node. kubevirt.io/drain by default.") @Nullable
        String nodeDrainTaintKey,

        @JsonPropertyDescription("Whether the target pod gets the source's SELinux level. True by default.") @Nullable
        Boolean matchSELinuxLevelOnMigration) {}
