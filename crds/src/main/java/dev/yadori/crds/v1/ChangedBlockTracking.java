package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** Tracking of changed blocks. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChangedBlockTracking(
        @JsonPropertyDescription("How far the tracking is.") @Nullable
        ChangedBlockTrackingState state) {

    /** How far the tracking of changed blocks is. */
    public enum ChangedBlockTrackingState implements WireValue {
        UNDEFINED("Undefined"),
        PENDING_RESTART("PendingRestart"),
        INITIALIZING("Initializing"),
        ENABLED("Enabled"),
        DISABLED("Disabled"),
        INCREMENTAL_BACKUP_FEATURE_GATE_DISABLED("IncrementalBackupFeatureGateDisabled"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        ChangedBlockTrackingState(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static ChangedBlockTrackingState parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }
}
