package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A disk, CD-ROM or LUN; a disk if it does not say. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "[has(self.disk), has(self.lun), has(self.cdrom)].filter(x, x).size() <= 1",
        message = "at most one of disk, lun and cdrom can be given")
public record Disk(
        @JsonPropertyDescription("Name of the volume behind it.") @Required @Nullable
        String name,

        @JsonPropertyDescription("Seen as a disk.") @Nullable
        DiskTarget disk,

        @JsonPropertyDescription("Seen as a LUN that takes SCSI commands.") @Nullable
        LunTarget lun,

        @JsonPropertyDescription("Seen as a CD-ROM.") @Nullable
        CdRomTarget cdrom,

        @JsonPropertyDescription(
                "Place in the order of boot devices, from 1, unique. Not booted from if others have one.")
        @Min(1)
        @Nullable
        Integer bootOrder,

        @JsonPropertyDescription("Serial number the guest sees. None by default.") @Nullable
        String serial,

        @JsonPropertyDescription("Whether the disk gets an I/O thread of its own. False by default.") @Nullable
        Boolean dedicatedIOThread,

        @JsonPropertyDescription("Cache of the host. none where the storage can do direct I/O, else writethrough.")
        @Nullable
        DiskCache cache,

        @JsonPropertyDescription(
                "Way of I/O. native for block devices and preallocated files, else the hypervisor's " + "default.")
        @Nullable
        DiskIo io,

        @JsonPropertyDescription("Text the guest finds in its device metadata. None by default.") @Nullable
        String tag,

        @JsonPropertyDescription("Sector sizes. 512 bytes by default.") @Nullable
        BlockSize blockSize,

        @JsonPropertyDescription("Whether several guests may write; then cache must be none. False by default.")
        @Nullable
        Boolean shareable,

        @JsonPropertyDescription("What an I/O error does. stop by default.") @Nullable
        DiskErrorPolicy errorPolicy,

        @JsonPropertyDescription("Whether changed blocks are tracked for incremental backups. False by default.")
        @Nullable
        Boolean changedBlockTracking) {

    /** Bus of a disk. */
    public enum DiskBus implements WireValue {
        VIRTIO("virtio"),
        SATA("sata"),
        SCSI("scsi"),
        USB("usb"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        DiskBus(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static DiskBus parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** Cache of the host. */
    public enum DiskCache implements WireValue {
        NONE("none"),
        WRITETHROUGH("writethrough"),
        WRITEBACK("writeback"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        DiskCache(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static DiskCache parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** Way of I/O. */
    public enum DiskIo implements WireValue {
        NATIVE("native"),
        THREADS("threads"),
        IO_URING("io_uring"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        DiskIo(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static DiskIo parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** What an I/O error does. */
    public enum DiskErrorPolicy implements WireValue {
        STOP("stop"),
        IGNORE("ignore"),
        REPORT("report"),
        ENOSPACE("enospace"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        DiskErrorPolicy(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static DiskErrorPolicy parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** State of a tray. */
    public enum TrayState implements WireValue {
        OPEN("open"),
        CLOSED("closed"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        TrayState(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static TrayState parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** A disk. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record DiskTarget(
            @JsonPropertyDescription("Bus: virtio, sata, scsi or usb. sata on amd64, else virtio, by default.")
            @Nullable
            DiskBus bus,

            @JsonPropertyDescription("Whether the guest cannot write. False by default.") @Nullable
            Boolean readonly,

            @JsonPropertyDescription("PCI address in the guest; for virtio only. Chosen if absent.")
            @Pattern("^([0-9a-fA-F]{4}:)?[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7]$")
            @Nullable
            String pciAddress) {}

    /** A LUN. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record LunTarget(
            @JsonPropertyDescription("Bus: scsi by default.") @Nullable
            DiskBus bus,

            @JsonPropertyDescription("Whether the guest cannot write. False by default.") @Nullable
            Boolean readonly,

            @JsonPropertyDescription("Whether the guest may reserve the LUN. False by default.") @Nullable
            Boolean reservation) {}

    /** A CD-ROM. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CdRomTarget(
            @JsonPropertyDescription("Bus: sata, scsi or usb. sata by default on amd64, else scsi.") @Nullable
            DiskBus bus,

            @JsonPropertyDescription("Whether the guest cannot write. True by default.") @Nullable
            Boolean readonly,

            @JsonPropertyDescription("Whether the tray is open. closed by default.") @Nullable
            TrayState tray) {}

    /** Sector sizes: custom or those of the volume. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "!(has(self.custom) && has(self.matchVolume))",
            message = "custom and matchVolume exclude each other")
    public record BlockSize(
            @JsonPropertyDescription("Sizes as given.") @Nullable
            CustomBlockSize custom,

            @JsonPropertyDescription("Sizes of the volume behind the disk.")
            Features.@Nullable FeatureState matchVolume) {}

    /** Sector sizes in bytes; powers of two. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CustomBlockSize(
            @JsonPropertyDescription("Least unit that can be addressed, in bytes.") @Required @Min(512) @Nullable
            Integer logical,

            @JsonPropertyDescription("Least unit the disk writes, in bytes.") @Required @Min(512) @Nullable
            Integer physical,

            @JsonPropertyDescription("Least unit of a discard, in bytes. The hypervisor's default if absent.")
            @Min(0)
            @Nullable
            Integer discardGranularity) {}
}
