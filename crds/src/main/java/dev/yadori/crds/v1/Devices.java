package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is plugged into the virtual machine. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Devices(
        @JsonPropertyDescription(
                "Disks, CD-ROMs and LUNs, each for the volume of its name; 256 at most. A volume without "
                        + "one gets a disk.")
        @Size(max = 256)
        List<Disk> disks,

        @JsonPropertyDescription("Network interfaces, each for the network of its name; 256 at most. One on the pod "
                + "network if no networks are given.")
        @Size(max = 256)
        List<Interface> interfaces,

        @JsonPropertyDescription("Volumes shared as directories. None by default.") @Size(max = 256)
        List<Filesystem> filesystems,

        @JsonPropertyDescription("Tablets. None by default.")
        List<Input> inputs,

        @JsonPropertyDescription("Graphics processors of the node. None by default.")
        List<HostDevice> gpus,

        @JsonPropertyDescription("Other devices of the node. None by default.")
        List<HostDevice> hostDevices,

        @JsonPropertyDescription("Watchdog that acts when the guest hangs. None by default.") @Nullable
        Watchdog watchdog,

        @JsonPropertyDescription("Source of random numbers. None by default.") @Nullable
        Marker rng,

        @JsonPropertyDescription("Trusted platform module 2.0. None by default.") @Nullable
        Tpm tpm,

        @JsonPropertyDescription(
                "Model of the graphics adapter. VGA for BIOS, bochs for EFI, virtio on arm64 and s390x by"
                        + " default.")
        @Nullable
        Video video,

        @JsonPropertyDescription("Sound card, heard by nobody. None by default.") @Nullable
        Sound sound,

        @JsonPropertyDescription("Devices by which the guest tells that it crashed. None by default.")
        List<PanicDevice> panicDevices,

        @JsonPropertyDescription("Four USB ports for devices of a client. None by default.") @Nullable
        Marker clientPassthrough,

        @JsonPropertyDescription("Channel with measurements of the host. None by default.") @Nullable
        Marker downwardMetrics,

        @JsonPropertyDescription("Whether a guest without interfaces gets one on the pod network. True by default.")
        @Nullable
        Boolean autoattachPodInterface,

        @JsonPropertyDescription("Whether there is a graphics adapter with VNC. True by default.") @Nullable
        Boolean autoattachGraphicsDevice,

        @JsonPropertyDescription("Whether there is a serial console. True by default.") @Nullable
        Boolean autoattachSerialConsole,

        @JsonPropertyDescription(
                "Whether the serial console is written to a container log. The cluster's setting if absent.")
        @Nullable
        Boolean logSerialConsole,

        @JsonPropertyDescription("Whether there is a memory balloon. True by default.") @Nullable
        Boolean autoattachMemBalloon,

        @JsonPropertyDescription("Whether there is a tablet. False by default.") @Nullable
        Boolean autoattachInputDevice,

        @JsonPropertyDescription("Whether there is a VSOCK device, with its number in status. False by default.")
        @Nullable
        Boolean autoattachVSOCK,

        @JsonPropertyDescription("Whether virtio disks get a queue for each virtual CPU. False by default.") @Nullable
        Boolean blockMultiQueue,

        @JsonPropertyDescription(
                "Whether virtio interfaces get a queue for each virtual CPU, 256 at most. False by default.")
        @Nullable
        Boolean networkInterfaceMultiqueue,

        @JsonPropertyDescription(
                "Whether virtio devices are of the older model that old guests know. False by default.")
        @Nullable
        Boolean useVirtioTransitional,

        @JsonPropertyDescription("Whether nothing can be plugged in while the guest runs. False by default.") @Nullable
        Boolean disableHotplug) {
    public Devices {
        disks = Absent.list(disks);
        interfaces = Absent.list(interfaces);
        filesystems = Absent.list(filesystems);
        inputs = Absent.list(inputs);
        gpus = Absent.list(gpus);
        hostDevices = Absent.list(hostDevices);
        panicDevices = Absent.list(panicDevices);
    }

    /** The same devices with other interfaces. */
    public Devices withInterfaces(List<Interface> changed) {
        return new Devices(
                disks,
                changed,
                filesystems,
                inputs,
                gpus,
                hostDevices,
                watchdog,
                rng,
                tpm,
                video,
                sound,
                panicDevices,
                clientPassthrough,
                downwardMetrics,
                autoattachPodInterface,
                autoattachGraphicsDevice,
                autoattachSerialConsole,
                logSerialConsole,
                autoattachMemBalloon,
                autoattachInputDevice,
                autoattachVSOCK,
                blockMultiQueue,
                networkInterfaceMultiqueue,
                useVirtioTransitional,
                disableHotplug);
    }

    /** Kind of input. */
    public enum InputType implements WireValue {
        TABLET("tablet"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        InputType(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static InputType parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** Bus of an input. */
    public enum InputBus implements WireValue {
        USB("usb"),
        VIRTIO("virtio"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        InputBus(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static InputBus parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** A tablet. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Input(
            @JsonPropertyDescription("Name of the device.") @Required @Nullable
            String name,

            @JsonPropertyDescription("Kind of device: tablet, the default.") @Nullable
            InputType type,

            @JsonPropertyDescription("Bus: usb by default.") @Nullable
            InputBus bus) {}

    /** What an expired watchdog does. */
    public enum WatchdogAction implements WireValue {
        POWEROFF("poweroff"),
        RESET("reset"),
        SHUTDOWN("shutdown"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        WatchdogAction(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static WatchdogAction parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** A watchdog: i6300esb on amd64, diag288 on s390x. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "!(has(self.i6300esb) && has(self.diag288))",
            message = "i6300esb and diag288 exclude each other")
    public record Watchdog(
            @JsonPropertyDescription("Name of the device.") @Required @Nullable
            String name,

            @JsonPropertyDescription("The device of amd64.") @Nullable
            WatchdogModel i6300esb,

            @JsonPropertyDescription("The device of s390x.") @Nullable
            WatchdogModel diag288) {}

    /** A model of watchdog. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record WatchdogModel(
            @JsonPropertyDescription("What it does when it expires. reset by default.") @Nullable
            WatchdogAction action) {}

    /** Trusted platform module. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Tpm(
            @JsonPropertyDescription("Whether the device is there. True if the object is given.") @Nullable
            Boolean enabled,

            @JsonPropertyDescription("Whether its state survives a stop, on a claim made for it. False by default.")
            @Nullable
            Boolean persistent) {}

    /** Graphics adapter. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Video(
            @JsonPropertyDescription("Model, such as vga, bochs or virtio.") @Nullable
            String type) {}

    /** Model of a sound card. */
    public enum SoundModel implements WireValue {
        ICH9("ich9"),
        AC97("ac97"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        SoundModel(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static SoundModel parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** Sound card. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Sound(
            @JsonPropertyDescription("Name of the device.") @Required @Nullable
            String name,

            @JsonPropertyDescription("Model of the card. ich9 by default.") @Nullable
            SoundModel model) {}

    /** Model of a panic device. */
    public enum PanicModel implements WireValue {
        ISA("isa"),
        HYPERV("hyperv"),
        PVPANIC("pvpanic"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        PanicModel(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static PanicModel parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** Panic device. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PanicDevice(
            @JsonPropertyDescription("Model of the device. The architecture's default if absent.") @Nullable
            PanicModel model) {}

    /** A volume that the guest mounts as a directory. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Filesystem(
            @JsonPropertyDescription("Name of the volume, and tag for mounting.") @Required @Nullable
            String name,

            @JsonPropertyDescription("Shared by virtiofs.") @Required @Nullable
            Marker virtiofs) {}
}
