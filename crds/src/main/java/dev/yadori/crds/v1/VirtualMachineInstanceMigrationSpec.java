package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which guest shall move, and where to. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "self == oldSelf", message = "the spec of a migration cannot be changed")
public record VirtualMachineInstanceMigrationSpec(
        @JsonPropertyDescription("Name of the VirtualMachineInstance.") @Nullable
        String vmiName,

        @JsonPropertyDescription("Labels a target node must have beside those of the guest. None by default.")
        Map<String, String> addedNodeSelector,

        @JsonPropertyDescription("Source side of a migration between clusters. None by default.") @Nullable
        SendTo sendTo,

        @JsonPropertyDescription("Target side of a migration between clusters. None by default.") @Nullable
        Receive receive,

        @JsonPropertyDescription("Place in the queue; only the controller sets it. None by default.") @Nullable
        MigrationPriority priority)
        implements Serializable {
    public VirtualMachineInstanceMigrationSpec {
        addedNodeSelector = Absent.map(addedNodeSelector);
    }

    /** Place of a migration in the queue. */
    public enum MigrationPriority implements WireValue {
        SYSTEM_CRITICAL("system-critical"),
        USER_TRIGGERED("user-triggered"),
        SYSTEM_MAINTENANCE("system-maintenance"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        MigrationPriority(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static MigrationPriority parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** Where to send the guest. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SendTo(
            @JsonPropertyDescription("Text that both sides share.") @Required @Nullable
            String migrationID,

            @JsonPropertyDescription("Address of the other cluster's synchronization service.") @Required @Nullable
            String connectURL) {}

    /** What to receive. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Receive(
            @JsonPropertyDescription("Text that both sides share.") @Required @Nullable
            String migrationID) {}
}
