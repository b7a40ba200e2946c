package dev.yadori.launcher.domain;

import java.util.Optional;
import java.util.OptionalInt;

/** A device of a domain. */
public sealed interface Device
        permits Device.Drive,
                Card,
                MemoryBalloon,
                Device.Controller,
                Device.ExpanderBus,
                Device.ExpanderPort,
                Device.Serial,
                Device.Vnc,
                Device.Video,
                Device.Input,
                Device.Rng,
                Device.NoBalloon,
                Device.Watchdog,
                Device.AgentChannel {

    /** A disk that has its place: the name of its target decides where it is plugged in. */
    record Drive(Disk disk, String target) implements Device {}

    /** What others are plugged into; the index only where there are several of one kind. */
    record Controller(ControllerKind kind, OptionalInt index) implements Device {}

    /**
     * A second bus beside the first, which belongs to a NUMA cell of the guest.
     *
     * @param index by which others name it
     * @param number that the guest knows it by; those up to the next such bus are for what is behind it
     */
    record ExpanderBus(int index, int number, int cell) implements Device {}

    /** A port on such a bus. */
    record ExpanderPort(int index, int bus, int slot) implements Device {}

    /** The kinds, NO_USB being the absence of what libvirt would add by itself. */
    enum ControllerKind {
        NO_USB,
        USB,
        VIRTIO_SCSI,
        VIRTIO_SERIAL,
        PCIE_ROOT,
        PCIE_ROOT_PORT
    }

    /** A serial line that is a unix socket, on which libvirt's side listens. */
    record Serial(String socket, Optional<String> log) implements Device {}

    /** A screen on a unix socket. */
    record Vnc(String socket) implements Device {}

    /** The screen's adapter. */
    record Video(VideoModel model) implements Device {}

    /** VGA for a BIOS, bochs for UEFI. */
    enum VideoModel {
        VGA,
        BOCHS
    }

    /** A pointer. */
    record Input(LaunchSpec.Tablet bus) implements Device {}

    /** Entropy from the host. */
    record Rng(String source) implements Device {}

    /** Says that there is no balloon, or libvirt would add one. */
    record NoBalloon() implements Device {}

    /** An i6300esb. */
    record Watchdog(WatchdogAction action) implements Device {}

    /** Where the guest's agent speaks. */
    record AgentChannel(String socket) implements Device {}
}
