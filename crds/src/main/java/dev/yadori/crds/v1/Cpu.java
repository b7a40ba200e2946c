package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Virtual CPUs: sockets times cores times threads of them. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Cpu(
        @JsonPropertyDescription("Sockets, plugged in at the start. 1 by default.") @Min(1) @Nullable
        Integer sockets,

        @JsonPropertyDescription("Cores of a socket. 1 by default.") @Min(1) @Nullable
        Integer cores,

        @JsonPropertyDescription("Threads of a core. 1 by default.") @Min(1) @Nullable
        Integer threads,

        @JsonPropertyDescription("Sockets up to which more can be plugged while the guest runs. Four times sockets by "
                + "default, at most 512 CPUs in all.")
        @Min(1)
        @Nullable
        Integer maxSockets,

        @JsonPropertyDescription(
                "CPU model: host-model, host-passthrough or a name that libvirt knows. host-model by " + "default.")
        @Nullable
        String model,

        @JsonPropertyDescription("Processor features beside those of the model. None by default.")
        List<CpuFeature> features,

        @JsonPropertyDescription("Whether each virtual CPU gets a host CPU of its own. False by default.") @Nullable
        Boolean dedicatedCpuPlacement,

        @JsonPropertyDescription("Whether QEMU's own threads get one more dedicated CPU. False by default.") @Nullable
        Boolean isolateEmulatorThread,

        @JsonPropertyDescription("How host NUMA nodes show in the guest. Not at all by default.") @Nullable
        Numa numa,

        @JsonPropertyDescription("Real-time scheduling of virtual CPUs. Off by default.") @Nullable
        Realtime realtime) {
    public Cpu {
        features = Absent.list(features);
    }

    /** Whether CPUs of the node are the guest's alone. */
    public boolean ownsHostCpus() {
        return Boolean.TRUE.equals(dedicatedCpuPlacement);
    }

    /** Whether the guest sees the NUMA cells that its CPUs are in, and has its memory there. */
    public boolean mirrorsHostCells() {
        return numa != null && numa.guestMappingPassthrough() != null;
    }

    /** What a CPU feature must be on the node and in the guest. */
    public enum FeaturePolicy implements WireValue {
        FORCE("force"),
        REQUIRE("require"),
        OPTIONAL("optional"),
        DISABLE("disable"),
        FORBID("forbid"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        FeaturePolicy(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static FeaturePolicy parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** A processor feature. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CpuFeature(
            @JsonPropertyDescription("Name of the feature as libvirt spells it.") @Required @Nullable
            String name,

            @JsonPropertyDescription("Whether the guest has the feature, and the node must. require by default.")
            @Nullable
            FeaturePolicy policy) {}

    /** NUMA of the guest. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Numa(
            @JsonPropertyDescription("Mirrors the host nodes in use; wants dedicated CPUs and huge pages.") @Nullable
            Marker guestMappingPassthrough) {}

    /** Real-time scheduling. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Realtime(
            @JsonPropertyDescription("CPUs to schedule so, such as 0-3,^1. All if absent.") @Nullable
            String mask) {}
}
