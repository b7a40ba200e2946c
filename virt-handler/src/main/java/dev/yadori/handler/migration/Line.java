package dev.yadori.handler.migration;

import dev.yadori.proto.handler.v1.MigrationHello.Purpose;
import java.util.Optional;

/** What two launchers say to each other, each on connections of its own. */
public enum Line {
    LIBVIRT(Purpose.PURPOSE_LIBVIRT, "libvirt"),
    MEMORY(Purpose.PURPOSE_MEMORY, "memory"),
    DISKS(Purpose.PURPOSE_DISKS, "disks");

    private static final String FOLDER = "migration/";
    private static final String LIBVIRT_SOCKET = "libvirt/libvirt-sock";

    private final Purpose purpose;
    private final String suffix;

    Line(Purpose purpose, String suffix) {
        this.purpose = purpose;
        this.suffix = suffix;
    }

    Purpose purpose() {
        return purpose;
    }

    static Optional<Line> of(Purpose purpose) {
        for (var line : values()) {
            if (line.purpose == purpose) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    /** Name of the socket in the source's folder. */
    String socket(MigrationUid migration) {
        return migration + "." + suffix;
    }

    /** Where the target listens, below its run folder. */
    String targetPath(MigrationUid migration) {
        return this == LIBVIRT ? LIBVIRT_SOCKET : FOLDER + socket(migration);
    }
}
