package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is behind a disk or filesystem: exactly one source. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "[has(self.persistentVolumeClaim), has(self.dataVolume), has(self.containerDisk), "
                + "has(self.cloudInitNoCloud), has(self.cloudInitConfigDrive), has(self.emptyDisk), "
                + "has(self.ephemeral), has(self.hostDisk), has(self.configMap), has(self.secret), "
                + "has(self.downwardAPI), has(self.serviceAccount), has(self.sysprep), "
                + "has(self.downwardMetrics), has(self.memoryDump), has(self.containerPath)].filter(x, "
                + "x).size() == 1",
        message = "a volume has exactly one source")
public record Volume(
        @JsonPropertyDescription("Name, unique, that disks and filesystems refer to.") @Required @Nullable
        String name,

        @JsonPropertyDescription("A claim of the same namespace.") @Nullable
        ClaimSource persistentVolumeClaim,

        @JsonPropertyDescription("A DataVolume; the guest waits until it is filled.") @Nullable
        DataVolumeSource dataVolume,

        @JsonPropertyDescription("An image file from a container image; what the guest writes is lost at a stop.")
        @Nullable
        ContainerDiskSource containerDisk,

        @JsonPropertyDescription("Configuration for cloud-init on a disk with the label cidata.") @Nullable
        CloudInitSource cloudInitNoCloud,

        @JsonPropertyDescription("Configuration for cloud-init on a disk with the label config-2.") @Nullable
        CloudInitSource cloudInitConfigDrive,

        @JsonPropertyDescription("An empty disk that is lost at a stop.") @Nullable
        EmptyDiskSource emptyDisk,

        @JsonPropertyDescription("A claim that is only read; what the guest writes is lost at a stop.") @Nullable
        EphemeralSource ephemeral,

        @JsonPropertyDescription("A file of the node.") @Nullable
        HostDiskSource hostDisk,

        @JsonPropertyDescription("A ConfigMap as a disk or filesystem.") @Nullable
        ConfigMapSource configMap,

        @JsonPropertyDescription("A Secret as a disk or filesystem.") @Nullable
        SecretSource secret,

        @JsonPropertyDescription("Fields of the object as a disk or filesystem.") @Nullable
        DownwardApiSource downwardAPI,

        @JsonPropertyDescription("A ServiceAccount's token as a disk or filesystem; one at most.") @Nullable
        ServiceAccountSource serviceAccount,

        @JsonPropertyDescription("Answer files for Windows.") @Nullable
        SysprepSource sysprep,

        @JsonPropertyDescription("Measurements of the host as a disk; one at most.") @Nullable
        Marker downwardMetrics,

        @JsonPropertyDescription("A claim that takes a dump of the guest's memory; one at most.") @Nullable
        MemoryDumpSource memoryDump,

        @JsonPropertyDescription("A path of the compute container as a filesystem.") @Nullable
        ContainerPathSource containerPath) {

    /** The claim behind it. A DataVolume has one of its own name. */
    public Optional<String> claim() {
        return Stream.of(
                        Optional.ofNullable(persistentVolumeClaim).map(ClaimSource::claimName),
                        Optional.ofNullable(dataVolume).map(DataVolumeSource::name),
                        Optional.ofNullable(ephemeral)
                                .map(EphemeralSource::persistentVolumeClaim)
                                .map(EphemeralClaim::claimName))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A PersistentVolumeClaim. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ClaimSource(
            @JsonPropertyDescription("Name of the claim.") @Required @Nullable
            String claimName,

            @JsonPropertyDescription("Whether it is mounted read-only. False by default.") @Nullable
            Boolean readOnly,

            @JsonPropertyDescription("Whether it can be unplugged while the guest runs. False by default.") @Nullable
            Boolean hotpluggable) {}

    /** A DataVolume. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record DataVolumeSource(
            @JsonPropertyDescription("Name of the DataVolume, and of its claim.") @Required @Nullable
            String name,

            @JsonPropertyDescription("Whether it can be unplugged while the guest runs. False by default.") @Nullable
            Boolean hotpluggable) {}

    /** A container image that holds one disk image. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ContainerDiskSource(
            @JsonPropertyDescription("Reference of the image.") @Required @Nullable
            String image,

            @JsonPropertyDescription(
                    "Always, Never or IfNotPresent. Always for :latest and untagged, else IfNotPresent.")
            @Nullable
            String imagePullPolicy,

            @JsonPropertyDescription("Name of the Secret for the registry. None by default.") @Nullable
            String imagePullSecret,

            @JsonPropertyDescription("Path of the disk image. The one file in /disk by default.") @Nullable
            String path,

            @JsonPropertyDescription("Whether it can be unplugged while the guest runs. False by default.") @Nullable
            Boolean hotpluggable) {}

    /** User data and network data, inline or from Secrets. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CloudInitSource(
            @JsonPropertyDescription("User data, 2048 bytes at most. None by default.") @Size(max = 2048) @Nullable
            String userData,

            @JsonPropertyDescription("User data in base64, 2048 bytes decoded at most. None by default.")
            @Size(max = 2732)
            @Nullable
            String userDataBase64,

            @JsonPropertyDescription("Secret with user data in the key userdata or userData. None by default.")
            @Nullable
            LocalObjectReference secretRef,

            @JsonPropertyDescription("Network data, 2048 bytes at most. None by default.") @Size(max = 2048) @Nullable
            String networkData,

            @JsonPropertyDescription("Network data in base64, 2048 bytes decoded at most. None by default.")
            @Size(max = 2732)
            @Nullable
            String networkDataBase64,

            @JsonPropertyDescription("Secret with network data in the key networkdata or networkData. None by default.")
            @Nullable
            LocalObjectReference networkDataSecretRef) {

        /** Without the data, which often holds passwords. */
        @Override
        public String toString() {
            return "CloudInitSource[secretRef=" + secretRef + ", networkDataSecretRef=" + networkDataSecretRef + "]";
        }
    }

    /** An empty disk. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record EmptyDiskSource(
            @JsonPropertyDescription("Size in bytes, rounded down to a whole MiB.") @Required @Nullable
            Quantity capacity) {}

    /** A claim under a layer that is lost. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record EphemeralSource(
            @JsonPropertyDescription("The claim that is read.") @Nullable
            EphemeralClaim persistentVolumeClaim) {}

    /** A claim that is read. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record EphemeralClaim(
            @JsonPropertyDescription("Name of the claim.") @Required @Nullable
            String claimName,

            @JsonPropertyDescription("Whether it is mounted read-only. False by default.") @Nullable
            Boolean readOnly) {}

    /** Whether a missing file is made. */
    public enum HostDiskType implements WireValue {
        DISK("Disk"),
        DISK_OR_CREATE("DiskOrCreate"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        HostDiskType(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static HostDiskType parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** A file of the node. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record HostDiskSource(
            @JsonPropertyDescription("Path of the file on the node.") @Required @Nullable
            String path,

            @JsonPropertyDescription("Disk for a file that is there, DiskOrCreate to make a missing one.")
            @Required
            @Nullable
            HostDiskType type,

            @JsonPropertyDescription("Size in bytes of a file that is made. Needed for DiskOrCreate.") @Nullable
            Quantity capacity,

            @JsonPropertyDescription("Whether the path is the same storage on every node. False by default.") @Nullable
            Boolean shared) {}

    /** A ConfigMap. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ConfigMapSource(
            @JsonPropertyDescription("Name of the ConfigMap.") @Required @Nullable
            String name,

            @JsonPropertyDescription("Whether it may be missing. False by default.") @Nullable
            Boolean optional,

            @JsonPropertyDescription("Label of the disk. cfgdata by default.") @Nullable
            String volumeLabel) {}

    /** A Secret. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SecretSource(
            @JsonPropertyDescription("Name of the Secret.") @Required @Nullable
            String secretName,

            @JsonPropertyDescription("Whether it may be missing. False by default.") @Nullable
            Boolean optional,

            @JsonPropertyDescription("Label of the disk. cfgdata by default.") @Nullable
            String volumeLabel) {}

    /** Fields of the object as files. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record DownwardApiSource(
            @JsonPropertyDescription("Files and the fields they show. None by default.")
            List<DownwardAPIVolumeFile> fields,

            @JsonPropertyDescription("Label of the disk. cfgdata by default.") @Nullable
            String volumeLabel) {
        public DownwardApiSource {
            fields = Absent.list(fields);
        }
    }

    /** A ServiceAccount. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ServiceAccountSource(
            @JsonPropertyDescription("Name of the ServiceAccount.") @Required @Nullable
            String serviceAccountName) {}

    /** Answer files autounattend.xml or unattend.xml from a ConfigMap or a Secret. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "has(self.configMap) != has(self.secret)",
            message = "exactly one of configMap and secret must be given")
    public record SysprepSource(
            @JsonPropertyDescription("ConfigMap with the files.") @Nullable
            LocalObjectReference configMap,

            @JsonPropertyDescription("Secret with the files.") @Nullable
            LocalObjectReference secret) {}

    /** A claim for a memory dump. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record MemoryDumpSource(
            @JsonPropertyDescription("Name of the claim.") @Required @Nullable
            String claimName,

            @JsonPropertyDescription("Whether it is mounted read-only. False by default.") @Nullable
            Boolean readOnly,

            @JsonPropertyDescription("Whether it can be unplugged while the guest runs. True for a dump.") @Nullable
            Boolean hotpluggable) {}

    /** A path of the compute container. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ContainerPathSource(
            @JsonPropertyDescription("Absolute path.") @Required @Nullable
            String path,

            @JsonPropertyDescription("Whether the guest cannot write. True by default.") @Nullable
            Boolean readOnly) {}
}
