package dev.yadori.launcher.domain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The guest that is asked for, resolved: nothing in here is left to default. The wire contract is mapped to it. */
public record LaunchSpec(
        Identity identity,
        Compute compute,
        Boot boot,
        Features features,
        Clock clock,
        Consoles consoles,
        Devices devices) {

    /**
     * Who the guest is; the metadata leads from libvirt back to the cluster's object.
     *
     * @param serial of the system, in SMBIOS
     */
    public record Identity(String name, UUID uuid, Optional<String> serial, String namespace, UUID objectUid) {}

    /**
     * Processors and memory.
     *
     * @param dedication absent: the guest shares the node's processors with others
     */
    public record Compute(
            CpuTopology topology,
            CpuModel model,
            long memoryKibibytes,
            OptionalInt hugepageKibibytes,
            Optional<Dedication> dedication) {}

    /**
     * Processors of the node that are the guest's alone.
     *
     * @param emulatorProcessors beside those, for the emulator's own threads
     * @param mirrorsCells the guest sees the NUMA cells that they are in; its memory is on huge pages then
     * @param alignsFunctions the guest sees which of them the node's functions are near to
     */
    public record Dedication(int emulatorProcessors, boolean mirrorsCells, boolean alignsFunctions) {}

    /** How it boots. */
    public record Boot(String machine, FirmwareKind firmware, Optional<DirectKernel> kernel, boolean rebootAllowed) {}

    /** The firmware that is asked for. */
    public sealed interface FirmwareKind {
        /** SeaBIOS, which may write to the serial line as well. */
        record Bios(boolean useSerial) implements FirmwareKind {}

        /** OVMF, with this file for the guest's own variables. */
        record Uefi(boolean secureBoot, String variables) implements FirmwareKind {}
    }

    /** Where people look at it; empty paths are devices that nobody asked for. */
    public record Consoles(Optional<SerialConsole> serial, Optional<String> vncSocket, Optional<Tablet> tablet) {}

    /** A serial line on a unix socket, and a file that keeps what it said. */
    public record SerialConsole(String socket, Optional<String> log) {}

    /** The bus of a pointer with absolute positions. */
    public enum Tablet {
        USB,
        VIRTIO
    }

    /** Everything else. */
    public record Devices(
            List<Disk> disks,
            List<Card> interfaces,
            boolean rng,
            Optional<MemoryBalloon> balloon,
            Optional<WatchdogAction> watchdog,
            Optional<String> agentSocket,
            int hotplugPorts) {
        public Devices {
            disks = List.copyOf(disks);
            interfaces = List.copyOf(interfaces);
        }
    }
}
