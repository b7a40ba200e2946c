package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Operating system of the guest. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GuestOsInfo(
        @JsonPropertyDescription("Short name, such as fedora.") @Nullable
        String id,

        @JsonPropertyDescription("Name.") @Nullable String name,

        @JsonPropertyDescription("Name with version.") @Nullable
        String prettyName,

        @JsonPropertyDescription("Version.") @Nullable String version,

        @JsonPropertyDescription("Version as a number.") @Nullable
        String versionId,

        @JsonPropertyDescription("Release of the kernel.") @Nullable
        String kernelRelease,

        @JsonPropertyDescription("Version of the kernel.") @Nullable
        String kernelVersion,

        @JsonPropertyDescription("Processor type.") @Nullable
        String machine) {}
