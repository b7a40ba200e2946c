package dev.yadori.launcher.domain;

import dev.yadori.launcher.net.MacAddress;
import java.util.OptionalInt;

/** A network card on a tap that someone with more rights has made. */
public record NetworkInterface(
        String name,
        Model model,
        String tap,
        MacAddress mac,
        OptionalInt mtu,
        OptionalInt queues,
        GuestSlot slot,
        OptionalInt bootOrder,
        LinkState link,
        boolean standby)
        implements Card {

    /** What libvirt calls a card begins with it, and ends with the name. */
    public static final String ALIAS = "ua-";

    @Override
    public String alias() {
        return ALIAS + name;
    }

    /** Whether the guest sees a carrier. */
    public enum LinkState {
        UP,
        DOWN
    }

    /** What the guest needs a driver for. */
    public enum Model {
        VIRTIO,
        E1000,
        E1000E,
        IGB,
        NE2K_PCI,
        PCNET,
        RTL8139
    }
}
