package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Devices of nodes and plugins for networks, as the cluster's configuration names them. */
public final class HostHardware {

    private HostHardware() {}

    /** Devices of nodes that guests may use. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PermittedHostDevices(
            @JsonPropertyDescription("PCI devices.") List<PciHostDevice> pciHostDevices,

            @JsonPropertyDescription("Mediated devices.") List<MediatedHostDevice> mediatedDevices,
            @JsonPropertyDescription("USB devices.") List<UsbHostDevice> usb) {
        public PermittedHostDevices {
            pciHostDevices = Absent.list(pciHostDevices);
            mediatedDevices = Absent.list(mediatedDevices);
            usb = Absent.list(usb);
        }
    }

    /** A kind of PCI device. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PciHostDevice(
            @JsonPropertyDescription("Vendor and product, such as 10DE:1EB8.") @Required @Nullable
            String pciVendorSelector,

            @JsonPropertyDescription("Resource name under which guests ask for it.") @Required @Nullable
            String resourceName,

            @JsonPropertyDescription("Whether somebody else serves the resource. False by default.") @Nullable
            Boolean externalResourceProvider) {}

    /** A kind of mediated device. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record MediatedHostDevice(
            @JsonPropertyDescription("Name of the device type.") @Required @Nullable
            String mdevNameSelector,

            @JsonPropertyDescription("Resource name under which guests ask for it.") @Required @Nullable
            String resourceName,

            @JsonPropertyDescription("Whether somebody else serves the resource. False by default.") @Nullable
            Boolean externalResourceProvider) {}

    /** USB devices that are given together. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record UsbHostDevice(
            @JsonPropertyDescription("Resource name under which guests ask for it.") @Required @Nullable
            String resourceName,

            @JsonPropertyDescription("The devices.") List<UsbSelector> selectors,

            @JsonPropertyDescription("Whether somebody else serves the resource. False by default.") @Nullable
            Boolean externalResourceProvider) {
        public UsbHostDevice {
            selectors = Absent.list(selectors);
        }
    }

    /** A USB device. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record UsbSelector(
            @JsonPropertyDescription("Vendor in hexadecimal.") @Required @Nullable
            String vendor,

            @JsonPropertyDescription("Product in hexadecimal.") @Required @Nullable
            String product) {}

    /** Mediated devices that nodes make. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record MediatedDevicesConfiguration(
            @JsonPropertyDescription("Deprecated: types that all nodes make. See mediatedDeviceTypes.")
            List<String> mediatedDevicesTypes,

            @JsonPropertyDescription("Types that all nodes make. None by default.")
            List<String> mediatedDeviceTypes,

            @JsonPropertyDescription("Types that some nodes make. None by default.")
            List<NodeMediatedDeviceTypes> nodeMediatedDeviceTypes) {
        public MediatedDevicesConfiguration {
            mediatedDevicesTypes = Absent.list(mediatedDevicesTypes);
            mediatedDeviceTypes = Absent.list(mediatedDeviceTypes);
            nodeMediatedDeviceTypes = Absent.list(nodeMediatedDeviceTypes);
        }
    }

    /** Types that some nodes make. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record NodeMediatedDeviceTypes(
            @JsonPropertyDescription("Labels of those nodes.") @Required
            Map<String, String> nodeSelector,

            @JsonPropertyDescription("Deprecated: types that they make. See mediatedDeviceTypes.")
            List<String> mediatedDevicesTypes,

            @JsonPropertyDescription("Types that they make. None by default.")
            List<String> mediatedDeviceTypes) {
        public NodeMediatedDeviceTypes {
            nodeSelector = Absent.map(nodeSelector);
            mediatedDevicesTypes = Absent.list(mediatedDevicesTypes);
            mediatedDeviceTypes = Absent.list(mediatedDeviceTypes);
        }
    }

    /** A plugin that connects interfaces. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record BindingPlugin(
            @JsonPropertyDescription("Image of a container beside compute. None by default.") @Nullable
            String sidecarImage,

            @JsonPropertyDescription("NetworkAttachmentDefinition that the pod gets. None by default.") @Nullable
            String networkAttachmentDefinition,

            @JsonPropertyDescription("How the interface joins: tap or managedTap. By the container if absent.")
            @Nullable
            String domainAttachmentType,

            @JsonPropertyDescription("What the container learns: device-info. Nothing by default.") @Nullable
            String downwardAPI,

            @JsonPropertyDescription("Whether guests migrate with it. They do not by default.") @Nullable
            BindingMigration migration,

            @JsonPropertyDescription("Resources of compute in addition. None by default.")
            DomainSpec.@Nullable ResourceRequirements computeResourceOverhead) {}

    /** How guests migrate with a plugin. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record BindingMigration(
            @JsonPropertyDescription("link-refresh, or plain migration if absent.") @Nullable
            String method) {}
}
