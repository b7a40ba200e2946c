package dev.yadori.launcher.domain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What libvirt is asked to run. */
public record Domain(
        Platform platform,
        LaunchSpec.Identity identity,
        Memory memory,
        Cpu cpu,
        Os os,
        Features features,
        Clock clock,
        List<Device> devices) {
    public Domain {
        devices = List.copyOf(devices);
    }

    public Domain withDevices(List<Device> changed) {
        return new Domain(platform, identity, memory, cpu, os, features, clock, changed);
    }

    /**
     * Room for the translated code of a guest that is emulated, in MiB: an eighth of its memory, from 32 to 256. Without a
     * bound it grows to 1 GiB; the controller adds the same to what the pod asks for.
     */
    public OptionalLong translationMebibytes() {
        return switch (platform.acceleration()) {
            case KVM -> OptionalLong.empty();
            case QEMU -> OptionalLong.of(Math.clamp(memory.kibibytes() / 1024 / 8, 32, 256));
        };
    }

    /**
     * Whether nothing follows from what QEMU says of each single feature of the processor. Of "maximum" libvirt keeps that word and none
     * of the answers, which it asks for one by one, some five hundred.
     */
    public boolean isProcessorLeftToEmulator() {
        return platform.acceleration() == Acceleration.QEMU
                && cpu.model() instanceof CpuModel.Maximum(var features)
                && features.isEmpty();
    }

    /** Whether the guest may wait for a lock without yielding. libvirt takes that only with the host's own processor. */
    public boolean isHintedDedicated() {
        return platform.acceleration() == Acceleration.KVM
                && cpu.placement().isDedicated()
                && cpu.model() instanceof CpuModel.HostPassthrough;
    }

    /** What runs it, and whether it may restart by itself. */
    public record Platform(Acceleration acceleration, String emulator, boolean rebootAllowed) {}

    /** The names are libvirt's domain types. */
    public enum Acceleration {
        KVM,
        QEMU
    }

    /** The guest's memory and the pages that it is on. */
    public record Memory(long kibibytes, OptionalInt hugepageKibibytes) {}

    /** The guest's processors, and where they are. */
    public record Cpu(CpuTopology topology, CpuModel model, Placement placement) {}

    /** What is started first, and whether a BIOS shows itself on the serial line. */
    public record Os(String machine, Optional<Loader> loader, boolean biosOnSerial, Optional<DirectKernel> kernel) {}

    /** UEFI: code, and variables that are copied from their template at the first start. */
    public record Loader(HostFacts.UefiImage image, boolean secureBoot, String variables) {}
}
