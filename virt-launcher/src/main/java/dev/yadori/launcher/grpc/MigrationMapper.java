package dev.yadori.launcher.grpc;

import com.google.protobuf.Duration;
import dev.yadori.launcher.hypervisor.MigrationJob.Statistics;
import dev.yadori.launcher.hypervisor.MigrationOrder;
import dev.yadori.launcher.lifecycle.MigrationRequest;
import dev.yadori.launcher.lifecycle.MigrationTerms;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.launcher.lifecycle.TransferReport;
import dev.yadori.proto.launcher.v1.IncomingMigration;
import dev.yadori.proto.launcher.v1.MigrationProgress;
import dev.yadori.proto.launcher.v1.OutgoingMigration;
import java.util.UUID;
import java.util.regex.Pattern;

/** Migrations between the wire contract and the lifecycle. */
final class MigrationMapper {
    private static final Pattern DRIVE = Pattern.compile("[hsv]d[a-z]{1,3}");
    private static final int MOST_CONNECTIONS = 64;

    private MigrationMapper() {}

    static MigrationRequest request(
            UUID migration, dev.yadori.proto.launcher.v1.MigrationTerms asked, MigrationOrder.Route route)
            throws StartException {
        for (var drive : asked.getCopiedDrivesList()) {
            if (!DRIVE.matcher(drive).matches()) {
                throw LaunchMapper.invalid("terms.copied_drives", "'" + drive + "' is no drive");
            }
        }
        int connections = asked.getParallelConnections();
        if (connections < 0 || connections > MOST_CONNECTIONS) {
            throw LaunchMapper.invalid("terms.parallel_connections", "must be at most " + MOST_CONNECTIONS);
        }
        if (asked.getBandwidthBytesPerSecond() < 0) {
            throw LaunchMapper.invalid("terms.bandwidth_bytes_per_second", "is too large");
        }
        var speed = new MigrationOrder.Speed(asked.getBandwidthBytesPerSecond(), connections, asked.getAutoConverge());
        return new MigrationRequest(
                migration,
                new MigrationOrder(route, asked.getCopiedDrivesList(), speed, asked.getUnsafe()),
                new MigrationTerms(
                        LaunchMapper.grace("terms.max_downtime", asked.getMaxDowntime()),
                        LaunchMapper.grace("terms.completion_timeout", asked.getCompletionTimeout()),
                        LaunchMapper.grace("terms.progress_timeout", asked.getProgressTimeout()),
                        asked.getPauseAllowed()));
    }

    static OutgoingMigration outgoing(TransferReport.Outgoing report) {
        return OutgoingMigration.newBuilder()
                .setMigrationUid(report.migration().toString())
                .setPhase(
                        switch (report.phase()) {
                            case RUNNING -> OutgoingMigration.Phase.PHASE_RUNNING;
                            case FAILED -> OutgoingMigration.Phase.PHASE_FAILED;
                            case CANCELLED -> OutgoingMigration.Phase.PHASE_CANCELLED;
                            case DEPARTED -> OutgoingMigration.Phase.PHASE_DEPARTED;
                        })
                .setMode(report.paused() ? OutgoingMigration.Mode.MODE_PAUSED : OutgoingMigration.Mode.MODE_PRE_COPY)
                .setMessage(report.message())
                .setPausedByUser(report.pausedByUser())
                .setProgress(progress(report.statistics()))
                .build();
    }

    static IncomingMigration incoming(TransferReport.Incoming report) {
        return IncomingMigration.newBuilder()
                .setMigrationUid(report.migration().toString())
                .setComplete(report.complete())
                .build();
    }

    private static MigrationProgress progress(Statistics statistics) {
        return MigrationProgress.newBuilder()
                .setTransferredBytes(statistics.transferredBytes())
                .setRemainingBytes(statistics.remainingBytes())
                .setTotalBytes(statistics.totalBytes())
                .setBandwidthBytes(statistics.bytesPerSecond())
                .setMemoryBandwidthBytes(statistics.memoryPerSecond())
                .setDirtiedBytesPerSecond(statistics.dirtiedPerSecond())
                .setElapsed(duration(statistics.elapsed()))
                .setDowntime(duration(statistics.downtime()))
                .build();
    }

    private static Duration duration(java.time.Duration time) {
        return Duration.newBuilder()
                .setSeconds(time.getSeconds())
                .setNanos(time.getNano())
                .build();
    }
}
