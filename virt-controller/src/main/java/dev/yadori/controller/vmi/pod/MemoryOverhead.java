package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.Disk;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.DomainSpec.IoThreadsPolicy;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Memory;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Memory that a launcher pod needs beside its guest's, in bytes and by what needs it. The figures are measurements with a
 * margin; docs/decisions/0051 says which.
 *
 * @param jvm virt-launcher: heap, code, metaspace and native memory of its own
 * @param libvirtd one guest, the emulator's capabilities not known beforehand
 * @param init PID 1 and its supervisors
 * @param qemu an emulator without devices
 * @param vcpus stacks and state of virtual CPUs
 * @param disks caches of image formats
 * @param ioThreads threads that serve disks
 * @param pageTables of the guest's memory
 * @param graphics adapter memory and the VNC server
 * @param translation translated code of a guest that is emulated, which its domain bounds
 * @param passthrough what VFIO pins beside the guest
 * @param tpm the TPM's process
 * @param reserved what the user adds
 */
public record MemoryOverhead(
        long jvm,
        long libvirtd,
        long init,
        long qemu,
        long vcpus,
        long disks,
        long ioThreads,
        long pageTables,
        long graphics,
        long translation,
        long passthrough,
        long tpm,
        long reserved) {

    private static final long KI = 1L << 10;
    private static final long MI = 1L << 20;
    private static final long GI = 1L << 30;

    private static final long EMULATION_PEAK = 96 * MI;
    private static final long PER_VCPU = 4 * MI;
    private static final long PER_DISK = 512 * KI;
    private static final long PER_IO_THREAD = 4 * MI;
    private static final long BYTES_PER_PAGE_TABLE_BYTE = 512;

    /** Of a guest of this size. */
    static MemoryOverhead of(DomainSpec domain, GuestSize size, boolean emulated) {
        Devices devices = devices(domain);
        return new MemoryOverhead(
                45 * MI,
                14 * MI,
                2 * MI,
                28 * MI,
                size.vcpus() * PER_VCPU,
                devices.disks().size() * PER_DISK,
                ioThreads(domain, devices) * PER_IO_THREAD,
                size.memoryBytes() / BYTES_PER_PAGE_TABLE_BYTE,
                Boolean.FALSE.equals(devices.autoattachGraphicsDevice()) ? 0 : 18 * MI,
                emulated ? translation(size) : 0,
                hasPassthrough(devices) ? GI : 0,
                devices.tpm() == null || Boolean.FALSE.equals(devices.tpm().enabled()) ? 0 : 53 * MI,
                reserved(domain));
    }

    /**
     * What an emulated guest needs beyond that for a second or two, while its firmware or kernel maps devices on a busy
     * node: the emulator frees old address maps on a thread that then waits for a processor. A limit has to leave room for
     * it; nothing is reserved.
     */
    static long peak(boolean emulated) {
        return emulated ? EMULATION_PEAK : 0;
    }

    /** All of it, multiplied, then with what the user adds; whole MiB. */
    long total(double ratio) {
        long measured = jvm
                + libvirtd
                + init
                + qemu
                + vcpus
                + disks
                + ioThreads
                + pageTables
                + graphics
                + translation
                + passthrough
                + tpm;
        long bytes = (long) Math.ceil(measured * ratio) + reserved;
        return Math.ceilDiv(bytes, MI) * MI;
    }

    /** What the launcher allows for it: the same rule is in its Domain. */
    private static long translation(GuestSize size) {
        return Math.clamp(size.memoryBytes() / 8, 32 * MI, 256 * MI);
    }

    private static Devices devices(DomainSpec domain) {
        return Objects.requireNonNull(domain.devices(), "spec.domain.devices");
    }

    private static long ioThreads(DomainSpec domain, Devices devices) {
        long dedicated = devices.disks().stream()
                .map(Disk::dedicatedIOThread)
                .filter(Boolean.TRUE::equals)
                .count();
        return dedicated + shared(domain, devices);
    }

    private static long shared(DomainSpec domain, Devices devices) {
        IoThreadsPolicy policy = domain.ioThreadsPolicy();
        return switch (policy == null ? IoThreadsPolicy.SHARED : policy) {
            case AUTO -> devices.disks().size();
            case SUPPLEMENTAL_POOL -> pool(domain);
            case SHARED, UNRECOGNIZED -> policy == null ? 0 : 1;
        };
    }

    private static long pool(DomainSpec domain) {
        DomainSpec.IoThreads threads = domain.ioThreads();
        Integer count = threads == null ? null : threads.supplementalPoolThreadCount();
        return count == null ? 1 : count;
    }

    private static boolean hasPassthrough(Devices devices) {
        return !devices.gpus().isEmpty()
                || !devices.hostDevices().isEmpty()
                || devices.interfaces().stream().map(Interface::sriov).anyMatch(Objects::nonNull);
    }

    private static long reserved(DomainSpec domain) {
        return Stream.ofNullable(domain.memory())
                .map(Memory::reservedOverhead)
                .filter(Objects::nonNull)
                .map(Memory.ReservedOverhead::addedOverhead)
                .filter(Objects::nonNull)
                .mapToLong(GuestSize::bytes)
                .sum();
    }
}
