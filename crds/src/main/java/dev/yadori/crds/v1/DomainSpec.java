package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The virtual hardware of a guest. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DomainSpec(
        @JsonPropertyDescription("Virtual CPUs. One core of the cluster's default model if absent.") @Nullable
        Cpu cpu,

        @JsonPropertyDescription("Memory of the guest. Taken from resources if absent.") @Nullable
        Memory memory,

        @JsonPropertyDescription(
                "CPU and memory that the launcher pod asks for. Derived from cpu and memory if absent.")
        @Nullable
        ResourceRequirements resources,

        @JsonPropertyDescription("Machine type. The architecture's default if absent.") @Nullable
        Machine machine,

        @JsonPropertyDescription("BIOS or EFI, and identity. BIOS with a random identity if absent.") @Nullable
        Firmware firmware,

        @JsonPropertyDescription("Clock and timers. UTC with the architecture's timers if absent.") @Nullable
        Clock clock,

        @JsonPropertyDescription("Processor and hypervisor features. ACPI alone if absent.") @Nullable
        Features features,

        @JsonPropertyDescription("Disks, interfaces and all other devices.") @Required @Nullable
        Devices devices,

        @JsonPropertyDescription("How disks share I/O threads. One thread for all disks if absent.") @Nullable
        IoThreadsPolicy ioThreadsPolicy,

        @JsonPropertyDescription("Settings of the policy supplementalPool. None by default.") @Nullable
        IoThreads ioThreads,

        @JsonPropertyDescription("What the guest reads of its chassis in SMBIOS. Nothing by default.") @Nullable
        Chassis chassis,

        @JsonPropertyDescription("Protection of guest memory from the host. None by default.") @Nullable
        LaunchSecurity launchSecurity,

        @JsonPropertyDescription("What a reboot inside the guest does. Reboot by default.") @Nullable
        RebootPolicy rebootPolicy) {

    /** The same hardware with other firmware. */
    public DomainSpec withFirmware(@Nullable Firmware changed) {
        return new DomainSpec(
                cpu,
                memory,
                resources,
                machine,
                changed,
                clock,
                features,
                devices,
                ioThreadsPolicy,
                ioThreads,
                chassis,
                launchSecurity,
                rebootPolicy);
    }

    /** The same hardware with other devices. */
    public DomainSpec withDevices(@Nullable Devices changed) {
        return new DomainSpec(
                cpu,
                memory,
                resources,
                machine,
                firmware,
                clock,
                features,
                changed,
                ioThreadsPolicy,
                ioThreads,
                chassis,
                launchSecurity,
                rebootPolicy);
    }

    /** What a reboot inside the guest does: the same guest boots again, or it ends. */
    public enum RebootPolicy implements WireValue {
        REBOOT("Reboot"),
        TERMINATE("Terminate"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        RebootPolicy(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static RebootPolicy parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** How disks are spread over I/O threads. */
    public enum IoThreadsPolicy implements WireValue {
        SHARED("shared"),
        AUTO("auto"),
        SUPPLEMENTAL_POOL("supplementalPool"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        IoThreadsPolicy(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static IoThreadsPolicy parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** Size of a pool of I/O threads. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record IoThreads(
            @JsonPropertyDescription("Number of I/O threads in the pool.") @Min(1) @Nullable
            Integer supplementalPoolThreadCount) {}

    /** Machine type. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Machine(
            @JsonPropertyDescription(
                    "QEMU machine type, such as q35. Default: q35 on amd64, virt on arm64, s390-ccw-virtio on"
                            + " s390x.")
            @Nullable
            String type) {}

    /** SMBIOS type 3. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Chassis(
            @JsonPropertyDescription("Who made the chassis. Empty by default.") @Nullable
            String manufacturer,

            @JsonPropertyDescription("Version of the chassis. Empty by default.") @Nullable
            String version,

            @JsonPropertyDescription("Serial number of the chassis. Empty by default.") @Nullable
            String serial,

            @JsonPropertyDescription("Asset tag of the chassis. Empty by default.") @Nullable
            String asset,

            @JsonPropertyDescription("Stock number of the chassis. Empty by default.") @Nullable
            String sku) {}

    /** CPU, memory and device resources of the compute container. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ResourceRequirements(
            @JsonPropertyDescription(
                    "Least resources by name, such as memory and cpu. Derived from cpu and memory if absent.")
            Map<String, Quantity> requests,

            @JsonPropertyDescription("Most resources by name. No limit by default.")
            Map<String, Quantity> limits,

            @JsonPropertyDescription(
                    "Whether the memory of the processes around the guest is left out of the request. False "
                            + "by default.")
            @Nullable
            Boolean overcommitGuestOverhead) {
        public ResourceRequirements {
            requests = Absent.map(requests);
            limits = Absent.map(limits);
        }
    }
}
