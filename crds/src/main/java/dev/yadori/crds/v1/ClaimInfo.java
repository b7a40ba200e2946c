package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a claim. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ClaimInfo(
        @JsonPropertyDescription("Name of the claim.") @Nullable
        String claimName,

        @JsonPropertyDescription("Access modes of the claim.")
        List<String> accessModes,

        @JsonPropertyDescription("Filesystem or Block.") @Nullable
        String volumeMode,

        @JsonPropertyDescription("Real capacity, in bytes.") Map<String, Quantity> capacity,

        @JsonPropertyDescription("Requested capacity, in bytes.")
        Map<String, Quantity> requests,

        @JsonPropertyDescription("Whether all of its space is allocated.") @Nullable
        Boolean preallocated,

        @JsonPropertyDescription("Share of the capacity that the filesystem takes, between 0 and 1.") @Nullable
        String filesystemOverhead) {
    public ClaimInfo {
        accessModes = Absent.list(accessModes);
        capacity = Absent.map(capacity);
        requests = Absent.map(requests);
    }
}
