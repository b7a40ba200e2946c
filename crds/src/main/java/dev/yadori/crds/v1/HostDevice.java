package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A device of the node, given to the guest. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HostDevice(
        @JsonPropertyDescription("Name of the device, unique in the list.") @Required @Nullable
        String name,

        @JsonPropertyDescription("Resource name that the device plugin serves. Needed unless claimName is given.")
        @Nullable
        String deviceName,

        @JsonPropertyDescription("Name of the entry in resourceClaims that holds the device. None by default.")
        @Nullable
        String claimName,

        @JsonPropertyDescription("Name of the request in that claim. None by default.") @Nullable
        String requestName,

        @JsonPropertyDescription("Text the guest finds in its device metadata. None by default.") @Nullable
        String tag,

        @JsonPropertyDescription("Settings of a mediated graphics processor; for gpus only. None by default.") @Nullable
        VirtualGpuOptions virtualGPUOptions) {

    /** Settings of a mediated graphics processor. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record VirtualGpuOptions(
            @JsonPropertyDescription("Display of the device. On by default.") @Nullable
            GpuDisplay display) {}

    /** Display of a graphics processor. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record GpuDisplay(
            @JsonPropertyDescription("Whether VNC shows this device. True by default.") @Nullable
            Boolean enabled,

            @JsonPropertyDescription("Whether the screen shows before the driver is loaded. True by default.")
            Features.@Nullable FeatureState ramFB) {}
}
