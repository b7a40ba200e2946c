package dev.yadori.handler.vmi;

import com.google.protobuf.Duration;
import dev.yadori.crds.v1.Disk;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.MigrationConfiguration;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VolumeStatus;
import dev.yadori.handler.launch.GuestMemory;
import dev.yadori.proto.launcher.v1.MigrationTerms;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a launcher has to keep to, by the settings of a migration (section 4.3 of the API), and what it has to copy. */
final class TermsMapper {
    private static final long TIMEOUT_SECONDS = 150;
    private static final long DOWNTIME_MILLIS = 900;
    private static final int MILLIS = 1_000;
    private static final int NANOS_OF_MILLI = 1_000_000;
    private static final long GIGABYTE = 1_000_000_000;
    private static final long CONNECTION_BYTES = 1L << 30;
    /** More would not fit into the buffers of a handler that moves several guests. */
    private static final int MOST_CONNECTIONS = 4;

    private TermsMapper() {}

    static MigrationTerms terms(VirtualMachineInstance vmi, MigrationState state) {
        var terms = MigrationTerms.newBuilder()
                .addAllCopiedDrives(copied(vmi))
                .setParallelConnections(connections(vmi))
                .setUnsafe(true);
        @Nullable MigrationConfiguration settings = state.migrationConfiguration();
        if (settings == null) {
            return terms.setMaxDowntime(millis(DOWNTIME_MILLIS)).build();
        }
        terms.setMaxDowntime(millis(orElse(settings.maxDowntimeMs(), DOWNTIME_MILLIS)))
                .setProgressTimeout(seconds(orElse(settings.progressTimeout(), TIMEOUT_SECONDS)))
                .setCompletionTimeout(seconds(deadline(vmi, settings)))
                .setAutoConverge(Boolean.TRUE.equals(settings.allowAutoConverge()))
                .setPauseAllowed(Boolean.TRUE.equals(Optional.ofNullable(settings.allowWorkloadDisruption())
                        .orElse(Boolean.TRUE.equals(settings.allowPostCopy()))));
        if (settings.bandwidthPerMigration() != null) {
            terms.setBandwidthBytesPerSecond(Math.max(0, GuestMemory.bytes(settings.bandwidthPerMigration())));
        }
        return terms.build();
    }

    private static long deadline(VirtualMachineInstance vmi, MigrationConfiguration settings) {
        if (settings.completionTimeout() != null) {
            return settings.completionTimeout();
        }
        long perGiB = orElse(settings.completionTimeoutPerGiB(), TIMEOUT_SECONDS);
        return perGiB * Math.max(1, Math.ceilDiv(memory(vmi) + localBytes(vmi), GIGABYTE));
    }

    /**
     * Each has a thread of the emulator and one of both handlers, and pays only where there is much to send. Under a limit of
     * its pod's CPU the emulator's threads would take their time from the guest's.
     */
    private static int connections(VirtualMachineInstance vmi) {
        var resources = domain(vmi).map(DomainSpec::resources);
        boolean limited =
                resources.filter(all -> all.limits().containsKey("cpu")).isPresent();
        return limited ? 1 : Math.clamp(memory(vmi) / CONNECTION_BYTES, 1, MOST_CONNECTIONS);
    }

    private static long memory(VirtualMachineInstance vmi) {
        return domain(vmi).flatMap(GuestMemory::of).map(GuestMemory::bytes).orElse(0L);
    }

    private static Optional<DomainSpec> domain(VirtualMachineInstance vmi) {
        return Optional.ofNullable(vmi.getSpec()).map(VirtualMachineInstanceSpec::domain);
    }

    /** Of disks that begin empty; what a guest wrote over an image is not known beforehand. */
    private static long localBytes(VirtualMachineInstance vmi) {
        var spec = Objects.requireNonNull(vmi.getSpec(), "spec");
        return spec.volumes().stream()
                .flatMap(volume -> Optional.ofNullable(volume.emptyDisk()).stream())
                .flatMap(disk -> Optional.ofNullable(disk.capacity()).stream())
                .mapToLong(GuestMemory::bytes)
                .sum();
    }

    /** Targets of the drives whose bytes are in the pod and may have been written. */
    private static List<String> copied(VirtualMachineInstance vmi) {
        var spec = Objects.requireNonNull(vmi.getSpec(), "spec");
        var drives = spec.domain() == null || spec.domain().devices() == null
                ? List.<Disk>of()
                : spec.domain().devices().disks();
        Set<String> written = drives.stream()
                .filter(TermsMapper::isWritten)
                .map(drive -> Objects.toString(drive.name()))
                .collect(Collectors.toSet());
        Set<String> shared = spec.volumes().stream()
                .filter(volume -> volume.persistentVolumeClaim() != null
                        || volume.dataVolume() != null
                        || volume.hostDisk() != null)
                .map(volume -> Objects.toString(volume.name()))
                .collect(Collectors.toSet());
        var volumes = vmi.getStatus() == null
                ? List.<VolumeStatus>of()
                : vmi.getStatus().volumeStatus();
        return volumes.stream()
                .filter(volume -> written.contains(volume.name()) && !shared.contains(volume.name()))
                .flatMap(volume -> Optional.ofNullable(volume.target()).stream())
                .toList();
    }

    /** A CD that is only read is made of the same bytes at the target. */
    private static boolean isWritten(Disk drive) {
        if (drive.cdrom() != null) {
            return Boolean.FALSE.equals(drive.cdrom().readonly());
        }
        return drive.disk() == null || !Boolean.TRUE.equals(drive.disk().readonly());
    }

    private static long orElse(@Nullable Long value, long otherwise) {
        return value == null ? otherwise : value;
    }

    private static Duration seconds(long seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }

    private static Duration millis(long millis) {
        return Duration.newBuilder()
                .setSeconds(millis / MILLIS)
                .setNanos((int) (millis % MILLIS) * NANOS_OF_MILLI)
                .build();
    }
}
