package dev.yadori.launcher.domain.xml;

import static dev.yadori.launcher.domain.xml.XmlTree.attribute;
import static dev.yadori.launcher.domain.xml.XmlTree.onOff;

import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.Device.ControllerKind;
import dev.yadori.launcher.domain.GuestSlot;
import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.MemoryBalloon;
import dev.yadori.launcher.domain.NetworkInterface;
import dev.yadori.launcher.domain.PciAddress;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Devices, each by its kind. */
final class DeviceXml {
    private static final String AGENT = "org.qemu.guest_agent.0";
    private static final int VIDEO_KIBIBYTES = 16384;

    private final XmlTree tree;

    DeviceXml(XmlTree tree) {
        this.tree = tree;
    }

    void write(Device device) {
        switch (device) {
            case Device.Drive drive -> new DiskXml(tree).write(drive);
            case NetworkInterface card -> card(card);
            case HostFunction function -> function(function);
            case Device.Controller(var kind, var index) -> controller(kind, index);
            case Device.ExpanderBus bus -> expander(bus);
            case Device.ExpanderPort port ->
                controller(
                        "pcie-root-port",
                        port.index(),
                        () -> address(new PciAddress(0, port.bus(), port.slot(), 0), attribute("type", "pci")));
            case Device.Serial serial -> serial(serial);
            case Device.Vnc(var socket) ->
                tree.parent(
                        "graphics",
                        () -> tree.element("listen", attribute("type", "socket"), attribute("socket", socket)),
                        attribute("type", "vnc"));
            case Device.Video(var model) ->
                tree.parent(
                        "video",
                        () -> tree.element(
                                "model",
                                attribute("type", model),
                                attribute("vram", VIDEO_KIBIBYTES),
                                attribute("heads", 1)));
            case Device.Input(var bus) -> tree.element("input", attribute("type", "tablet"), attribute("bus", bus));
            case Device.Rng(var source) ->
                tree.parent(
                        "rng",
                        () -> tree.text("backend", source, attribute("model", "random")),
                        attribute("model", "virtio"));
            case MemoryBalloon balloon -> balloon(balloon);
            case Device.NoBalloon() -> tree.element("memballoon", attribute("model", "none"));
            case Device.Watchdog(var action) ->
                tree.element("watchdog", attribute("model", "i6300esb"), attribute("action", action));
            case Device.AgentChannel(var socket) -> agent(socket);
        }
    }

    private void controller(ControllerKind kind, OptionalInt index) {
        switch (kind) {
            case NO_USB -> controller("usb", "none", index);
            case USB -> controller("usb", "qemu-xhci", index);
            case VIRTIO_SCSI -> controller("scsi", "virtio-scsi", index);
            case VIRTIO_SERIAL ->
                tree.element("controller", attribute("type", "virtio-serial"), attribute("index", index));
            case PCIE_ROOT -> controller("pci", "pcie-root", index);
            case PCIE_ROOT_PORT -> controller("pci", "pcie-root-port", index);
        }
    }

    private void expander(Device.ExpanderBus bus) {
        controller(
                "pcie-expander-bus",
                bus.index(),
                () -> tree.parent(
                        "target",
                        () -> tree.text("node", Integer.toString(bus.cell())),
                        attribute("busNr", bus.number())));
    }

    private void controller(String model, int index, Runnable children) {
        tree.parent(
                "controller", children, attribute("type", "pci"), attribute("index", index), attribute("model", model));
    }

    private void controller(String type, String model, OptionalInt index) {
        tree.element("controller", attribute("type", type), attribute("index", index), attribute("model", model));
    }

    private void card(NetworkInterface card) {
        tree.parent(
                "interface",
                () -> {
                    tree.element("mac", attribute("address", card.mac().toString()));
                    tree.element("target", attribute("dev", card.tap()), attribute("managed", "no"));
                    tree.element("model", attribute("type", card.model()));
                    if (card.queues().isPresent()) {
                        tree.element("driver", attribute("queues", card.queues()));
                    }
                    if (card.mtu().isPresent()) {
                        tree.element("mtu", attribute("size", card.mtu()));
                    }
                    if (card.link() == NetworkInterface.LinkState.DOWN) {
                        tree.element("link", attribute("state", card.link()));
                    }
                    bootOrRom(card.bootOrder());
                    if (card.standby()) {
                        tree.element("teaming", attribute("type", "persistent"));
                    }
                    tree.element("alias", attribute("name", card.alias()));
                    slot(card.slot());
                },
                attribute("type", "ethernet"));
    }

    /** The option ROM is only there to boot from the network. */
    private void bootOrRom(OptionalInt order) {
        if (order.isPresent()) {
            tree.element("boot", attribute("order", order));
        } else {
            tree.element("rom", attribute("enabled", "no"));
        }
    }

    /** It is bound to VFIO already and stays so; libvirt could not bind it without root. */
    private void function(HostFunction function) {
        tree.parent(
                "hostdev",
                () -> {
                    tree.parent("source", () -> address(function.host()));
                    if (function.bootOrder().isPresent()) {
                        tree.element("boot", attribute("order", function.bootOrder()));
                    }
                    function.standby().ifPresent(this::usedBefore);
                    tree.element("alias", attribute("name", function.alias()));
                    slot(function.slot());
                },
                attribute("mode", "subsystem"),
                attribute("type", "pci"),
                attribute("managed", "no"));
    }

    private void slot(GuestSlot slot) {
        if (slot.acpiIndex().isPresent()) {
            tree.element("acpi", attribute("index", slot.acpiIndex()));
        }
        slot.address().ifPresent(place -> address(place, attribute("type", "pci")));
    }

    private void usedBefore(String standby) {
        tree.element(
                "teaming", attribute("type", "transient"), attribute("persistent", NetworkInterface.ALIAS + standby));
    }

    private void address(PciAddress place, XmlTree.Attribute... before) {
        tree.element(
                "address",
                Stream.concat(
                                Stream.of(before),
                                Stream.of(
                                        attribute("domain", "0x%04x".formatted(place.domain())),
                                        attribute("bus", "0x%02x".formatted(place.bus())),
                                        attribute("slot", "0x%02x".formatted(place.slot())),
                                        attribute("function", "0x%x".formatted(place.function()))))
                        .toArray(XmlTree.Attribute[]::new));
    }

    private void serial(Device.Serial serial) {
        tree.parent(
                "serial",
                () -> {
                    tree.element("source", attribute("mode", "bind"), attribute("path", serial.socket()));
                    serial.log().ifPresent(file -> tree.element("log", attribute("file", file), onOff("append", true)));
                    tree.element("target", attribute("port", 0));
                },
                attribute("type", "unix"));
    }

    private void balloon(MemoryBalloon balloon) {
        tree.parent(
                "memballoon",
                () -> tree.element(
                        "stats", attribute("period", balloon.statisticsPeriod().toSeconds())),
                attribute("model", "virtio"),
                onOff("freePageReporting", balloon.freePageReporting()));
    }

    private void agent(String socket) {
        tree.parent(
                "channel",
                () -> {
                    tree.element("source", attribute("mode", "bind"), attribute("path", socket));
                    tree.element("target", attribute("type", "virtio"), attribute("name", AGENT));
                },
                attribute("type", "unix"));
    }
}
