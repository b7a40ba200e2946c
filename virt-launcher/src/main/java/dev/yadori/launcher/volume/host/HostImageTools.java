package dev.yadori.launcher.volume.host;

import dev.yadori.launcher.volume.DiskInfo;
import dev.yadori.launcher.volume.ImageTools;
import dev.yadori.launcher.volume.IsoContent;
import dev.yadori.launcher.volume.iso.IsoImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** qemu-img, and images that need no program. */
public final class HostImageTools implements ImageTools {
    private static final long MOST_MEMORY = 2000L << 20;
    private static final Duration LONGEST = Duration.ofSeconds(10);
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

    @Override
    public void createIso(Path file, IsoContent content) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
            IsoImage.write(content, out);
        }
    }
}
