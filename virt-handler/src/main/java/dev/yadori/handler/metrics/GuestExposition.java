package dev.yadori.handler.metrics;

import static dev.yadori.service.metrics.Exposition.label;

import dev.yadori.handler.launcher.Transfer;
import dev.yadori.handler.vmi.GuestPod;
import dev.yadori.proto.launcher.v1.DiskStats;
import dev.yadori.proto.launcher.v1.GuestStats;
import dev.yadori.proto.launcher.v1.InterfaceStats;
import dev.yadori.proto.launcher.v1.MemoryStats;
import dev.yadori.proto.launcher.v1.VcpuStats;
import dev.yadori.service.metrics.Exposition;
import java.util.Locale;

/** The figures of guests under KubeVirt's names. What a launcher does not know is not there. */
final class GuestExposition {
    private static final String PREFIX = "kubevirt_vmi_";
    private static final double NANOSECONDS = 1e9;

    private final Exposition exposition = new Exposition();
    private final String node;

    GuestExposition(String node) {
        this.node = node;
    }

    String text() {
        return exposition.text();
    }

    void add(GuestPod guest, GuestStats stats) {
        var labels = labels(guest);
        seconds("cpu_usage_seconds_total", labels, stats.hasCpuNanoseconds(), stats.getCpuNanoseconds());
        seconds("cpu_user_usage_seconds_total", labels, stats.hasCpuUserNanoseconds(), stats.getCpuUserNanoseconds());
        seconds(
                "cpu_system_usage_seconds_total",
                labels,
                stats.hasCpuSystemNanoseconds(),
                stats.getCpuSystemNanoseconds());
        stats.getVcpusList().forEach(vcpu -> vcpu(labels, vcpu));
        memory(labels, stats.getMemory());
        swapAndFaults(labels, stats.getMemory());
        stats.getInterfacesList().forEach(card -> card(labels + "," + label("interface", card.getName()), card));
        stats.getDisksList().forEach(disk -> disk(labels + "," + label("drive", disk.getName()), disk));
    }

    /** What a guest has transferred that is on its way to another node, as its launcher told last. */
    void add(GuestPod guest, Transfer.Progress progress) {
        var labels = labels(guest);
        counter("migration_data_bytes_total", labels, true, progress.totalBytes());
        gauge("migration_data_processed_bytes", labels, true, progress.transferredBytes());
        gauge("migration_data_remaining_bytes", labels, true, progress.remainingBytes());
        gauge("migration_memory_transfer_rate_bytes", labels, true, progress.memoryBytesPerSecond());
        gauge("migration_dirty_memory_rate_bytes", labels, true, progress.dirtiedBytesPerSecond());
    }

    private String labels(GuestPod guest) {
        return Exposition.labels(
                label("node", node), label("namespace", guest.namespace()), label("name", guest.vmiName()));
    }

    private void vcpu(String labels, VcpuStats vcpu) {
        var one = labels + "," + label("id", Integer.toString(vcpu.getNumber()));
        var state = switch (vcpu.getState()) {
            case STATE_OFFLINE, STATE_RUNNING, STATE_BLOCKED ->
                vcpu.getState().name().substring("STATE_".length()).toLowerCase(Locale.ROOT);
            case STATE_UNSPECIFIED, UNRECOGNIZED -> "unknown";
        };
        seconds("vcpu_seconds_total", one + "," + label("state", state), vcpu.hasNanoseconds(), vcpu.getNanoseconds());
        seconds("vcpu_wait_seconds_total", one, vcpu.hasWaitNanoseconds(), vcpu.getWaitNanoseconds());
        seconds("vcpu_delay_seconds_total", one, vcpu.hasDelayNanoseconds(), vcpu.getDelayNanoseconds());
    }

    private void memory(String labels, MemoryStats memory) {
        gauge("memory_domain_bytes", labels, memory.hasDomainBytes(), memory.getDomainBytes());
        gauge("memory_actual_balloon_bytes", labels, memory.hasBalloonBytes(), memory.getBalloonBytes());
        gauge("memory_resident_bytes", labels, memory.hasResidentBytes(), memory.getResidentBytes());
        gauge("memory_available_bytes", labels, memory.hasAvailableBytes(), memory.getAvailableBytes());
        gauge("memory_usable_bytes", labels, memory.hasUsableBytes(), memory.getUsableBytes());
        gauge("memory_unused_bytes", labels, memory.hasUnusedBytes(), memory.getUnusedBytes());
        gauge("memory_cached_bytes", labels, memory.hasCachedBytes(), memory.getCachedBytes());
    }

    private void swapAndFaults(String labels, MemoryStats memory) {
        gauge("memory_swap_in_traffic_bytes", labels, memory.hasSwapInBytes(), memory.getSwapInBytes());
        gauge("memory_swap_out_traffic_bytes", labels, memory.hasSwapOutBytes(), memory.getSwapOutBytes());
        counter("memory_pgmajfault_total", labels, memory.hasMajorFaults(), memory.getMajorFaults());
        counter("memory_pgminfault_total", labels, memory.hasMinorFaults(), memory.getMinorFaults());
    }

    private void card(String labels, InterfaceStats card) {
        counter("network_receive_bytes_total", labels, card.hasReceivedBytes(), card.getReceivedBytes());
        counter("network_receive_packets_total", labels, card.hasReceivedPackets(), card.getReceivedPackets());
        counter("network_receive_errors_total", labels, card.hasReceivedErrors(), card.getReceivedErrors());
        counter("network_receive_packets_dropped_total", labels, card.hasReceivedDrops(), card.getReceivedDrops());
        counter("network_transmit_bytes_total", labels, card.hasSentBytes(), card.getSentBytes());
        counter("network_transmit_packets_total", labels, card.hasSentPackets(), card.getSentPackets());
        counter("network_transmit_errors_total", labels, card.hasSentErrors(), card.getSentErrors());
        counter("network_transmit_packets_dropped_total", labels, card.hasSentDrops(), card.getSentDrops());
    }

    private void disk(String labels, DiskStats disk) {
        counter("storage_iops_read_total", labels, disk.hasReads(), disk.getReads());
        counter("storage_iops_write_total", labels, disk.hasWrites(), disk.getWrites());
        counter("storage_read_traffic_bytes_total", labels, disk.hasReadBytes(), disk.getReadBytes());
        counter("storage_write_traffic_bytes_total", labels, disk.hasWrittenBytes(), disk.getWrittenBytes());
        seconds("storage_read_times_seconds_total", labels, disk.hasReadNanoseconds(), disk.getReadNanoseconds());
        seconds("storage_write_times_seconds_total", labels, disk.hasWriteNanoseconds(), disk.getWriteNanoseconds());
        counter("storage_flush_requests_total", labels, disk.hasFlushes(), disk.getFlushes());
        seconds("storage_flush_times_seconds_total", labels, disk.hasFlushNanoseconds(), disk.getFlushNanoseconds());
    }

    private void seconds(String name, String labels, boolean known, long nanoseconds) {
        if (known) {
            exposition.counter(PREFIX + name, labels, nanoseconds / NANOSECONDS);
        }
    }

    private void counter(String name, String labels, boolean known, long value) {
        if (known) {
            exposition.counter(PREFIX + name, labels, (double) value);
        }
    }

    private void gauge(String name, String labels, boolean known, long value) {
        if (known) {
            exposition.gauge(PREFIX + name, labels, (double) value);
        }
    }
}
