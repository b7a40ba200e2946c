package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** Memory of a guest. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Memory(
        @JsonPropertyDescription("Memory the guest sees at boot. From the request, else the limit, if absent.")
        @Nullable
        Quantity guest,

        @JsonPropertyDescription(
                "Memory up to which more can be plugged while the guest runs. Four times guest by default"
                        + " where that is possible.")
        @Nullable
        Quantity maxGuest,

        @JsonPropertyDescription("Backing by huge pages. Ordinary pages by default.") @Nullable
        Hugepages hugepages,

        @JsonPropertyDescription("Memory around the guest beside what is computed. None by default.") @Nullable
        ReservedOverhead reservedOverhead) {

    /** Huge pages. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Hugepages(
            @JsonPropertyDescription("Size of a page, such as 2Mi or 1Gi; it must divide the memory of the guest.")
            @Nullable
            String pageSize) {}

    /** Whether all memory of the guest must be locked. */
    public enum MemLock implements WireValue {
        REQUIRED("Required"),
        NOT_REQUIRED("NotRequired"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        MemLock(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static MemLock parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** Memory the pod reserves in addition. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ReservedOverhead(
            @JsonPropertyDescription("Bytes to add to the computed overhead. 0 by default.") @Nullable
            Quantity addedOverhead,

            @JsonPropertyDescription("Whether the guest's memory must be lockable. NotRequired by default.") @Nullable
            MemLock requiresLock) {}
}
