package dev.yadori.launcher.volume.host;

import dev.yadori.launcher.volume.DiskInfo;
import dev.yadori.launcher.volume.ImageTools;
import dev.yadori.launcher.volume.IsoContent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** qemu-img and xorriso. */
public final class HostImageTools implements ImageTools {
    private static final long MOST_MEMORY = 2000L << 20;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final long ISO_ALIGNMENT = 4096;

    /** 1980, the first year that every tool can write. */
    private static final String TIME = "315532800";

    private final LimitedCommand commands = new LimitedCommand(MOST_MEMORY, LONGEST);

    @Override
    public DiskInfo inspect(Path image) throws IOException {
        return DiskInfoReader.read(commands.run(
                Map.of(), List.of("qemu-img", "info", "--output=json", "--force-share", image.toString())));
    }

    @Override
    public void createQcow2(Path file, long capacityBytes) throws IOException {
        commands.run(
                Map.of(),
                List.of("qemu-img", "create", "-q", "-f", "qcow2", file.toString(), Long.toString(capacityBytes)));
    }

    @Override
    public void createOverlay(Path file, Backing backing) throws IOException {
        var format = backing.format().name().toLowerCase(Locale.ROOT);
        commands.run(
                Map.of(),
                List.of(
                        "qemu-img",
                        "create",
                        "-q",
                        "-f",
                        "qcow2",
                        "-u",
                        "-F",
                        format,
                        "-b",
                        backing.file().toString(),
                        file.toString(),
                        Long.toString(backing.virtualBytes())));
    }

    /** The content lies in a folder beside the file, which only we may read, while the image is made. */
    @Override
    public void createIso(Path file, IsoContent content) throws IOException {
        var parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
        var staging = Files.createTempDirectory(
                parent, ".iso", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            for (var entry : content.files().entrySet()) {
                stage(staging, entry.getKey(), entry.getValue());
            }
            commands.run(Map.of("SOURCE_DATE_EPOCH", TIME), xorriso(file, content.label(), staging));
        } finally {
            delete(staging);
        }
        // A disk of 4096 byte sectors must hold whole ones.
        try (var image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(Math.ceilDiv(image.length(), ISO_ALIGNMENT) * ISO_ALIGNMENT);
        }
    }

    private static List<String> xorriso(Path file, String label, Path tree) {
        return List.of(
                "xorriso",
                "-as",
                "mkisofs",
                "-quiet",
                "-volid",
                label,
                "-joliet",
                "-rational-rock",
                "-no-pad",
                "--set_all_file_dates",
                "=" + TIME,
                "-output",
                file.toString(),
                tree.toString());
    }

    private static void stage(Path staging, String name, byte[] content) throws IOException {
        var path = staging.resolve(name);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.write(path, content);
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
