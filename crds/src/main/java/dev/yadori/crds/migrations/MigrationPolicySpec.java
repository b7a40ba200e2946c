package dev.yadori.crds.migrations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which guests a policy is for, and what it sets for their migrations. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MigrationPolicySpec(
        @Required @JsonPropertyDescription("Which guests the policy is for.") @Nullable
        Selectors selectors,

        @JsonPropertyDescription("Whether a guest that writes too fast is slowed. The cluster's if absent.") @Nullable
        Boolean allowAutoConverge,

        @JsonPropertyDescription("Bytes a second of a migration. The cluster's if absent.") @Nullable
        Quantity bandwidthPerMigration,

        @JsonPropertyDescription("Seconds for each GiB until a migration has taken too long. The cluster's if absent.")
        @Min(0)
        @Nullable
        Long completionTimeoutPerGiB,

        @JsonPropertyDescription(
                "Seconds until a migration has taken too long, whatever the guest's size. The cluster's if"
                        + " absent.")
        @Min(1)
        @Nullable
        Long completionTimeout,

        @JsonPropertyDescription("Milliseconds the guest may stand still. The cluster's if absent.") @Min(0) @Nullable
        Long maxDowntimeMs,

        @JsonPropertyDescription(
                "Whether the guest may run at the target before all memory is there. The cluster's if absent.")
        @Nullable
        Boolean allowPostCopy,

        @JsonPropertyDescription(
                "Whether a guest that takes too long is paused or moved by post-copy. The cluster's if absent.")
        @Nullable
        Boolean allowWorkloadDisruption)
        implements Serializable {

    /** Labels that a guest and its namespace must have, all of them. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Selectors(
            @JsonPropertyDescription("Labels of the namespace. None by default.")
            Map<String, String> namespaceSelector,

            @JsonPropertyDescription("Labels of the VirtualMachineInstance. None by default.")
            Map<String, String> virtualMachineInstanceSelector)
            implements Serializable {
        public Selectors {
            namespaceSelector = copy(namespaceSelector);
            virtualMachineInstanceSelector = copy(virtualMachineInstanceSelector);
        }

        private static Map<String, String> copy(@Nullable Map<String, String> given) {
            return given == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(given));
        }
    }
}
