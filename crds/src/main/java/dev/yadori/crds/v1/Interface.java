package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A network interface, with one way to its network. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "[has(self.masquerade), has(self.bridge), has(self.sriov), has(self.passtBinding), "
                + "has(self.slirp), has(self.macvtap), has(self.passt), has(self.binding)].filter(x, "
                + "x).size() <= 1",
        message = "an interface has one binding")
@ValidationRule(
        value = "!(has(self.ports) && has(self.portRanges)) || self.ports.size() == 0 || "
                + "self.portRanges.size() == 0",
        message = "ports and portRanges exclude each other")
public record Interface(
        @JsonPropertyDescription("Name of the network it attaches to.") @Required @Nullable
        String name,

        @JsonPropertyDescription("Pod network by address translation.") @Nullable
        Marker masquerade,

        @JsonPropertyDescription("Network by a bridge at layer 2.") @Nullable
        Marker bridge,

        @JsonPropertyDescription("Virtual function of a network card.") @Nullable
        Marker sriov,

        @JsonPropertyDescription("Pod network by passt.") @Nullable
        Marker passtBinding,

        @JsonPropertyDescription("No longer supported; refused at admission.") @Nullable
        Marker slirp,

        @JsonPropertyDescription("No longer supported; refused at admission.") @Nullable
        Marker macvtap,

        @JsonPropertyDescription("No longer supported; refused at admission.") @Nullable
        Marker passt,

        @JsonPropertyDescription("A binding that a plugin of the cluster serves.") @Nullable
        PluginBinding binding,

        @JsonPropertyDescription("Model of the card. virtio by default.") @Nullable
        InterfaceModel model,

        @JsonPropertyDescription("MAC address. Chosen and kept if absent.")
        @Pattern("^([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$")
        @Nullable
        String macAddress,

        @JsonPropertyDescription("Place in the order of boot devices, from 1, unique. Not booted from by default.")
        @Min(1)
        @Nullable
        Integer bootOrder,

        @JsonPropertyDescription("PCI address in the guest. Chosen if absent.")
        @Pattern("^([0-9a-fA-F]{4}:)?[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7]$")
        @Nullable
        String pciAddress,

        @JsonPropertyDescription("Ports that reach the guest; all if empty. For masquerade and passt.")
        List<Port> ports,

        @JsonPropertyDescription(
                "Ranges of ports that reach the guest, 10 at most, instead of ports. For masquerade only.")
        @Size(max = 10)
        List<PortRange> portRanges,

        @JsonPropertyDescription("What DHCP tells the guest in addition. Nothing by default.") @Nullable
        DhcpOptions dhcpOptions,

        @JsonPropertyDescription("Text the guest finds in its device metadata. None by default.") @Nullable
        String tag,

        @JsonPropertyDescription("Index from which the guest makes a stable name, 1 to 16383. None by default.")
        @Min(1)
        @Max(16383)
        @Nullable
        Integer acpiIndex,

        @JsonPropertyDescription("up, down, or absent to unplug. up by default.") @Nullable
        LinkState state) {
    public Interface {
        ports = Absent.list(ports);
        portRanges = Absent.list(portRanges);
    }

    /** An interface behind address translation, of which nothing else is said. */
    public static Interface masqueraded(String name, String macAddress) {
        return new Interface(
                name,
                new Marker(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                macAddress,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null);
    }

    /** The MAC address that the object names; an empty one is none. */
    public Optional<String> ownMacAddress() {
        return macAddress == null || macAddress.isEmpty() ? Optional.empty() : Optional.of(macAddress);
    }

    /** The same interface with another MAC address. */
    public Interface withMacAddress(@Nullable String changed) {
        return new Interface(
                name,
                masquerade,
                bridge,
                sriov,
                passtBinding,
                slirp,
                macvtap,
                passt,
                binding,
                model,
                changed,
                bootOrder,
                pciAddress,
                ports,
                portRanges,
                dhcpOptions,
                tag,
                acpiIndex,
                state);
    }

    /** The same interface in another state. */
    public Interface withState(@Nullable LinkState changed) {
        return new Interface(
                name,
                masquerade,
                bridge,
                sriov,
                passtBinding,
                slirp,
                macvtap,
                passt,
                binding,
                model,
                macAddress,
                bootOrder,
                pciAddress,
                ports,
                portRanges,
                dhcpOptions,
                tag,
                acpiIndex,
                changed);
    }

    /** Model of a network card. */
    public enum InterfaceModel implements WireValue {
        VIRTIO("virtio"),
        E1000("e1000"),
        E1000E("e1000e"),
        IGB("igb"),
        NE2K_PCI("ne2k_pci"),
        PCNET("pcnet"),
        RTL8139("rtl8139"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        InterfaceModel(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static InterfaceModel parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** State of an interface. */
    public enum LinkState implements WireValue {
        UP("up"),
        DOWN("down"),
        ABSENT("absent"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        LinkState(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static LinkState parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** Protocol of a port. */
    public enum PortProtocol implements WireValue {
        TCP("TCP"),
        UDP("UDP"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        PortProtocol(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static PortProtocol parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** A binding plugin. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PluginBinding(
            @JsonPropertyDescription("Name under which the cluster registered the plugin.") @Required @Nullable
            String name) {}

    /** A port that reaches the guest. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Port(
            @JsonPropertyDescription("Name of the port, unique. None by default.") @Nullable
            String name,

            @JsonPropertyDescription("TCP or UDP. TCP by default.") @Nullable
            PortProtocol protocol,

            @JsonPropertyDescription("Number of the port.") @Required @Min(1) @Max(65535) @Nullable
            Integer port) {}

    /** A range of ports that reach the guest. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PortRange(
            @JsonPropertyDescription("Name of the range, unique. None by default.") @Nullable
            String name,

            @JsonPropertyDescription("TCP or UDP. TCP by default.") @Nullable
            PortProtocol protocol,

            @JsonPropertyDescription("First port.") @Required @Min(1) @Max(65535) @Nullable
            Integer start,

            @JsonPropertyDescription("Last port.") @Required @Min(1) @Max(65535) @Nullable
            Integer end) {}

    /** DHCP options beside those that every guest gets. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record DhcpOptions(
            @JsonPropertyDescription("Option 67, the file to boot. None by default.") @Nullable
            String bootFileName,

            @JsonPropertyDescription("Option 66, the server to boot from. None by default.") @Nullable
            String tftpServerName,

            @JsonPropertyDescription("Option 42, IPv4 addresses of time servers. None by default.")
            List<String> ntpServers,

            @JsonPropertyDescription("Options 224 to 254. None by default.")
            List<PrivateOption> privateOptions) {
        public DhcpOptions {
            ntpServers = Absent.list(ntpServers);
            privateOptions = Absent.list(privateOptions);
        }
    }

    /** A private DHCP option. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PrivateOption(
            @JsonPropertyDescription("Number of the option.") @Required @Min(224) @Max(254) @Nullable
            Integer option,

            @JsonPropertyDescription("Text of the option.") @Required @Nullable
            String value) {}
}
