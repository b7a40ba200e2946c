package dev.yadori.launcher.domain;

import dev.yadori.launcher.domain.NetworkInterface.LinkState;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A function of the node's PCI bus that the guest has for itself, through VFIO. Whoever made it has given it its MAC address,
 * and its carrier is the cable's.
 *
 * @param host on the node's bus
 * @param standby name of the card that carries on while the guest does not have this one
 */
public record HostFunction(
        String name, PciAddress host, GuestSlot slot, OptionalInt bootOrder, Optional<String> standby) implements Card {

    /** What libvirt calls one begins with it, and ends with the name. */
    public static final String ALIAS = NetworkInterface.ALIAS + "sriov-";

    @Override
    public String alias() {
        return ALIAS + name;
    }

    @Override
    public LinkState link() {
        return LinkState.UP;
    }
}
