package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A volume of a running guest. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VolumeStatus(
        @JsonPropertyDescription("Name of the volume.") @Required @Nullable
        String name,

        @JsonPropertyDescription("Device name in the domain, such as vda. Empty until it is attached.") @Nullable
        String target,

        @JsonPropertyDescription("How far the volume is attached; for those that are plugged in.") @Nullable
        VolumePhase phase,

        @JsonPropertyDescription("Why it is there, as one word.") @Nullable
        String reason,

        @JsonPropertyDescription("Why, as a sentence.") @Nullable
        String message,

        @JsonPropertyDescription("Size in bytes.") @Nullable Long size,

        @JsonPropertyDescription("The claim behind it.") @Nullable
        ClaimInfo persistentVolumeClaimInfo,

        @JsonPropertyDescription("The pod that attaches it.") @Nullable
        HotplugVolume hotplugVolume,

        @JsonPropertyDescription("The memory dump it takes.") @Nullable
        MemoryDumpVolume memoryDumpVolume,

        @JsonPropertyDescription("The container image behind it.") @Nullable
        ContainerDiskVolume containerDiskVolume) {

    /** Pod that attaches a volume. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record HotplugVolume(
            @JsonPropertyDescription("Name of the pod.") @Nullable
            String attachPodName,

            @JsonPropertyDescription("UID of the pod.") @Nullable
            String attachPodUID) {}

    /** A dump. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record MemoryDumpVolume(
            @JsonPropertyDescription("Name of the claim.") @Nullable
            String claimName,

            @JsonPropertyDescription("When the dump began.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
            Instant startTimestamp,

            @JsonPropertyDescription("When the dump ended.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
            Instant endTimestamp,

            @JsonPropertyDescription("Name of the dump's file.") @Nullable
            String targetFileName) {}

    /** A container disk. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ContainerDiskVolume(
            @JsonPropertyDescription("Checksum of the disk image.") @Nullable
            Long checksum) {}
}
