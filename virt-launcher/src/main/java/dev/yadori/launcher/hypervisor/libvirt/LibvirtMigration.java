package dev.yadori.launcher.hypervisor.libvirt;

import dev.yadori.launcher.hypervisor.MigrationJob;
import dev.yadori.launcher.hypervisor.MigrationJob.Statistics;
import dev.yadori.launcher.hypervisor.MigrationOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.libvirt.Domain.MigrateFlags;
import org.libvirt.DomainJobStats;
import org.libvirt.TypedIntParameter;
import org.libvirt.TypedParameter;
import org.libvirt.TypedStringParameter;
import org.libvirt.TypedUlongParameter;

/** libvirt's words for migrations. */
final class LibvirtMigration {
    /** virDomainGetJobStats: the last job that has ended, and keep it. */
    static final int COMPLETED = 1 | 1 << 1;

    private static final int BOUNDED = 1;
    private static final int UNBOUNDED = 2;
    private static final int JOB_COMPLETED = 3;
    private static final int MIGRATION_OUT = 5;
    private static final long MEBIBYTE = 1 << 20;

    private LibvirtMigration() {}

    static String destination(MigrationOrder order) {
        return "qemu+unix:///session?socket=" + order.route().libvirt();
    }

    /** Paused: libvirt starts the source again where it does not hear whether the target runs. Then both would. */
    static int flags(MigrationOrder order) {
        int flags = MigrateFlags.LIVE | MigrateFlags.PEER2PEER | MigrateFlags.PERSIST_DEST | MigrateFlags.PAUSED;
        flags |= order.copiedDrives().isEmpty() ? 0 : MigrateFlags.NON_SHARED_INC;
        flags |= order.speed().autoConverge() ? MigrateFlags.AUTO_CONVERGE : 0;
        flags |= order.speed().connections() > 1 ? MigrateFlags.PARALLEL : 0;
        return flags | (order.unsafe() ? MigrateFlags.UNSAFE : 0);
    }

    static TypedParameter[] parameters(MigrationOrder order) {
        var parameters = new ArrayList<TypedParameter>();
        parameters.add(
                new TypedStringParameter("migrate_uri", "unix:" + order.route().memory()));
        if (!order.copiedDrives().isEmpty()) {
            parameters.add(new TypedStringParameter(
                    "disks_uri", "unix:" + order.route().disks()));
        }
        for (var drive : order.copiedDrives()) {
            parameters.add(new TypedStringParameter("migrate_disks", drive));
        }
        long bytes = order.speed().bytesPerSecond();
        if (bytes > 0) {
            // Less than one is none.
            parameters.add(new TypedUlongParameter("bandwidth", Math.max(1, bytes / MEBIBYTE)));
        }
        if (order.speed().connections() > 1) {
            parameters.add(
                    new TypedIntParameter("parallel.connections", order.speed().connections()));
        }
        return parameters.toArray(TypedParameter[]::new);
    }

    static MigrationJob job(DomainJobStats stats) {
        var numbers = Arrays.stream(stats.stats)
                .filter(one -> !(one instanceof TypedStringParameter))
                .collect(Collectors.toMap(one -> one.field, LibvirtMigration::number, (first, _) -> first));
        if (numbers.getOrDefault("operation", (long) MIGRATION_OUT) != MIGRATION_OUT) {
            return new MigrationJob.None();
        }
        return switch (stats.type) {
            case BOUNDED, UNBOUNDED -> new MigrationJob.Active(statistics(numbers));
            case JOB_COMPLETED -> new MigrationJob.Ended(statistics(numbers));
            default -> new MigrationJob.None();
        };
    }

    private static long number(TypedParameter parameter) {
        try {
            return Long.parseUnsignedLong(parameter.getValueAsString());
        } catch (NumberFormatException fraction) {
            return 0;
        }
    }

    private static Statistics statistics(Map<String, Long> numbers) {
        return new Statistics(
                Duration.ofMillis(numbers.getOrDefault("time_elapsed", 0L)),
                numbers.getOrDefault("data_total", 0L),
                numbers.getOrDefault("data_processed", 0L),
                numbers.getOrDefault("data_remaining", 0L),
                numbers.getOrDefault("memory_bps", 0L) + numbers.getOrDefault("disk_bps", 0L),
                numbers.getOrDefault("memory_bps", 0L),
                numbers.getOrDefault("memory_dirty_rate", 0L) * numbers.getOrDefault("memory_page_size", 4096L),
                Duration.ofMillis(numbers.getOrDefault("downtime", 0L)),
                numbers.getOrDefault("memory_iteration", 0L));
    }
}
