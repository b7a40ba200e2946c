package dev.yadori.launcher.grpc;

import dev.yadori.launcher.hypervisor.DomainStatistics;
import dev.yadori.proto.launcher.v1.DiskStats;
import dev.yadori.proto.launcher.v1.GuestStats;
import dev.yadori.proto.launcher.v1.InterfaceStats;
import dev.yadori.proto.launcher.v1.MemoryStats;
import dev.yadori.proto.launcher.v1.VcpuStats;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * From libvirt's figures to the wire contract, and no more of each kind than that allows. libvirt counts a card's bytes on the side of
 * the guest.
 */
final class StatisticsMapper {
    private static final int MOST_VCPUS = 512;
    private static final int MOST_INTERFACES = 64;
    private static final int MOST_DISKS = 256;
    private static final long KIB = 1024;

    private StatisticsMapper() {}

    static GuestStats stats(DomainStatistics seen) {
        var wire = GuestStats.newBuilder().setMemory(memory(seen.domain()));
        put(seen.domain(), "cpu.time", wire::setCpuNanoseconds);
        put(seen.domain(), "cpu.user", wire::setCpuUserNanoseconds);
        put(seen.domain(), "cpu.system", wire::setCpuSystemNanoseconds);
        for (int number = 0; number < Math.min(seen.vcpus().size(), MOST_VCPUS); number++) {
            wire.addVcpus(vcpu(number, seen.vcpus().get(number)));
        }
        seen.cards().stream().limit(MOST_INTERFACES).forEach(card -> wire.addInterfaces(card(card)));
        seen.drives().stream().limit(MOST_DISKS).forEach(drive -> wire.addDisks(drive(drive)));
        return wire.build();
    }

    private static VcpuStats vcpu(int number, Map<String, Long> figures) {
        var wire = VcpuStats.newBuilder()
                .setNumber(number)
                .setState(
                        switch (figures.getOrDefault("state", -1L).intValue()) {
                            case 0 -> VcpuStats.State.STATE_OFFLINE;
                            case 1 -> VcpuStats.State.STATE_RUNNING;
                            case 2 -> VcpuStats.State.STATE_BLOCKED;
                            default -> VcpuStats.State.STATE_UNSPECIFIED;
                        });
        put(figures, "time", wire::setNanoseconds);
        put(figures, "wait", wire::setWaitNanoseconds);
        put(figures, "delay", wire::setDelayNanoseconds);
        return wire.build();
    }

    private static MemoryStats memory(Map<String, Long> figures) {
        var wire = MemoryStats.newBuilder();
        putKib(figures, "maximum", wire::setDomainBytes);
        putKib(figures, "current", wire::setBalloonBytes);
        putKib(figures, "rss", wire::setResidentBytes);
        putKib(figures, "available", wire::setAvailableBytes);
        putKib(figures, "usable", wire::setUsableBytes);
        putKib(figures, "unused", wire::setUnusedBytes);
        putKib(figures, "disk_caches", wire::setCachedBytes);
        putKib(figures, "swap_in", wire::setSwapInBytes);
        putKib(figures, "swap_out", wire::setSwapOutBytes);
        put(figures, "balloon.major_fault", wire::setMajorFaults);
        put(figures, "balloon.minor_fault", wire::setMinorFaults);
        return wire.build();
    }

    private static InterfaceStats card(DomainStatistics.Device card) {
        var wire = InterfaceStats.newBuilder().setName(card.name());
        put(card.figures(), "rx.bytes", wire::setReceivedBytes);
        put(card.figures(), "rx.pkts", wire::setReceivedPackets);
        put(card.figures(), "rx.errs", wire::setReceivedErrors);
        put(card.figures(), "rx.drop", wire::setReceivedDrops);
        put(card.figures(), "tx.bytes", wire::setSentBytes);
        put(card.figures(), "tx.pkts", wire::setSentPackets);
        put(card.figures(), "tx.errs", wire::setSentErrors);
        put(card.figures(), "tx.drop", wire::setSentDrops);
        return wire.build();
    }

    private static DiskStats drive(DomainStatistics.Device drive) {
        var wire = DiskStats.newBuilder().setName(drive.name());
        put(drive.figures(), "rd.reqs", wire::setReads);
        put(drive.figures(), "rd.bytes", wire::setReadBytes);
        put(drive.figures(), "rd.times", wire::setReadNanoseconds);
        put(drive.figures(), "wr.reqs", wire::setWrites);
        put(drive.figures(), "wr.bytes", wire::setWrittenBytes);
        put(drive.figures(), "wr.times", wire::setWriteNanoseconds);
        put(drive.figures(), "fl.reqs", wire::setFlushes);
        put(drive.figures(), "fl.times", wire::setFlushNanoseconds);
        return wire.build();
    }

    private static void putKib(Map<String, Long> figures, String name, LongConsumer field) {
        put(figures, "balloon." + name, kib -> field.accept(kib * KIB));
    }

    /** What is below nothing libvirt does not know. */
    private static void put(Map<String, Long> figures, String name, LongConsumer field) {
        var value = figures.get(name);
        if (value != null && value >= 0) {
            field.accept(value);
        }
    }
}
