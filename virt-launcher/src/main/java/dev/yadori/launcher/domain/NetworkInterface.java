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
        OptionalInt bootOrder)
        implements Device {

    /** What the guest needs a driver for. */
    public enum Model {
        VIRTIO,
        E1000,
        E1000E
    }
}
