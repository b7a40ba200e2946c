package dev.yadori.launcher.prepare;

import dev.yadori.launcher.hypervisor.MigrationOrder.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Where the two sides of a migration meet: sockets in one folder below the run folder, the same on both sides. */
public final class MigrationRoutes {
    private final Path folder;

    public MigrationRoutes(Path run) {
        this.folder = run.resolve("migration");
    }

    /** It is there from the beginning, because others make sockets in it. */
    public void makeFolder() throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    public Route of(UUID migration) {
        return new Route(
                folder.resolve(migration + ".libvirt").toString(),
                folder.resolve(migration + ".memory").toString(),
                folder.resolve(migration + ".disks").toString());
    }
}
