package dev.yadori.launcher.volume;

import dev.yadori.launcher.domain.Disk.Source;
import dev.yadori.launcher.volume.ImageTools.Backing;
import dev.yadori.launcher.volume.ImageTools.Format;
import dev.yadori.launcher.volume.PreparedMedia.Medium;
import dev.yadori.proto.launcher.v1.ContainerDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Disks in mounted container images: the one file in the folder disk/, or the file that is named. */
final class ContainerDisks {
    private static final String FOLDER = "disk";

    private final ImageTools tools;
    private final Overlays overlays;

    ContainerDisks(ImageTools tools, Overlays overlays) {
        this.tools = tools;
        this.overlays = overlays;
    }

    Medium prepare(String volume, ContainerDisk disk) throws IOException {
        var subject = "volume " + volume;
        var image = new VolumeFolder(subject, Path.of(disk.getMountPath()));
        var file = image.file(disk.getPath().isEmpty() ? onlyFile(subject, image) : disk.getPath());
        var info = inspect(subject, file);
        var format = format(subject, info);
        var below = switch (format) {
            case RAW -> new Source.RawFile(file.toString());
            case QCOW2 -> new Source.Qcow2File(file.toString(), Optional.empty());
        };
        return overlays.over(volume, below, new Backing(file, format, info.virtualBytes()));
    }

    private static String onlyFile(String subject, VolumeFolder image) throws IOException {
        if (!Files.exists(image.root().resolve(FOLDER)) && Files.isDirectory(image.root())) {
            throw MediaException.invalid(subject, "the image has no folder " + FOLDER + "/");
        }
        var names = image.names(FOLDER);
        if (names.size() != 1) {
            throw MediaException.invalid(
                    subject, "the image has to have one file in its folder " + FOLDER + "/ and has " + names.size());
        }
        return FOLDER + "/" + names.getFirst();
    }

    private DiskInfo inspect(String subject, Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            var refusal = ImageHeader.of(bytes.readNBytes(ImageHeader.LENGTH)).refusal();
            if (refusal.isPresent()) {
                throw MediaException.invalid(subject, refusal.get());
            }
        }
        return tools.inspect(file);
    }

    private static Format format(String subject, DiskInfo info) {
        if (info.backing().isPresent() || info.dataFile().isPresent()) {
            throw MediaException.invalid(subject, "the image refers to other files, which is not allowed");
        }
        return switch (info.format()) {
            case "raw" -> Format.RAW;
            case "qcow2" -> Format.QCOW2;
            default -> throw MediaException.invalid(subject, "the image is neither raw nor qcow2 but " + info.format());
        };
    }
}
