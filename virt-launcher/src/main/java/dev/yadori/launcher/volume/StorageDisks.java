package dev.yadori.launcher.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.yadori.launcher.domain.Disk.Source;
import dev.yadori.launcher.volume.ImageTools.Backing;
import dev.yadori.launcher.volume.ImageTools.Format;
import dev.yadori.launcher.volume.PreparedMedia.Medium;
import dev.yadori.proto.launcher.v1.EmptyDisk;
import dev.yadori.proto.launcher.v1.HostDisk;
import dev.yadori.proto.launcher.v1.Storage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/** Disks of raw bytes that outlive the guest (claims, files of the node), overlays over them, and disks that begin empty. */
final class StorageDisks {
    private static final long ALIGNMENT = 1 << 20;

    /** What a file system keeps for itself beside the data of a disk. */
    private static final long RESERVE = 131_072;

    /** A claim holds a little less than its capacity, because of its file system; KubeVirt lets that pass up to this much. */
    private static final double TOLERATED_SHARE = 0.9;

    private static final int FILE_TYPE = 0170000;
    private static final int BLOCK_DEVICE = 0060000;

    private final Path emptyDisks;
    private final ImageTools tools;
    private final Overlays overlays;
    private final DirectIo directIo;

    StorageDisks(Path emptyDisks, ImageTools tools, Overlays overlays, DirectIo directIo) {
        this.emptyDisks = emptyDisks;
        this.tools = tools;
        this.overlays = overlays;
        this.directIo = directIo;
    }

    Medium empty(String volume, EmptyDisk disk) throws IOException {
        long capacity = aligned(disk.getCapacityBytes());
        if (capacity <= 0) {
            throw MediaException.invalid(subject(volume), "an empty disk has at least 1 MiB");
        }
        var file = emptyDisks.resolve(volume + ".qcow2");
        FreshFile.unlessThere(file, fresh -> tools.createQcow2(fresh, capacity));
        return new Medium(new Source.Qcow2File(file.toString(), Optional.empty()), directIo.works(file));
    }

    Medium storage(String volume, Storage storage) throws IOException {
        var source = source(volume, storage, !storage.getReadOnly());
        return new Medium(source, directIo.works(path(source)));
    }

    Medium ephemeral(String volume, Storage storage) throws IOException {
        var source = source(volume, storage, false);
        var below = path(source);
        try (var channel = FileChannel.open(below, StandardOpenOption.READ)) {
            return overlays.over(volume, source, new Backing(below, Format.RAW, channel.size()));
        }
    }

    Medium host(String volume, HostDisk disk) throws IOException {
        var file = absolute(volume, disk.getPath());
        if (disk.getCreate()) {
            makeSparse(volume, file, disk.getCapacityBytes());
        }
        return new Medium(usableFile(volume, file, true), directIo.works(file));
    }

    private Source source(String volume, Storage storage, boolean writable) throws IOException {
        return switch (storage.getKindCase()) {
            case BLOCK_DEVICE -> device(volume, absolute(volume, storage.getBlockDevice()), writable);
            case FILE -> {
                var file = absolute(volume, storage.getFile());
                if (writable && storage.getSizeBytes() != 0) {
                    makeSparse(volume, file, storage.getSizeBytes());
                }
                yield usableFile(volume, file, writable);
            }
            case KIND_NOT_SET -> throw MediaException.invalid(subject(volume), "neither a device nor a file is named");
        };
    }

    private static Source device(String volume, Path device, boolean writable) throws IOException {
        int mode = (Integer) Files.getAttribute(device, "unix:mode");
        if ((mode & FILE_TYPE) != BLOCK_DEVICE) {
            throw MediaException.invalid(subject(volume), device + " is not a block device");
        }
        return new Source.BlockDevice(accessible(volume, device, writable).toString());
    }

    private static Source usableFile(String volume, Path file, boolean writable) throws IOException {
        if (!Files.exists(file, NOFOLLOW_LINKS)) {
            throw MediaException.missing(subject(volume), file + " is not there");
        }
        if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            throw MediaException.invalid(subject(volume), file + " is not a regular file");
        }
        return new Source.RawFile(accessible(volume, file, writable).toString());
    }

    private static Path accessible(String volume, Path path, boolean writable) {
        if (!Files.isReadable(path) || (writable && !Files.isWritable(path))) {
            throw MediaException.notMade(
                    subject(volume),
                    path + " may not be " + (writable ? "read and written" : "read") + " by this user");
        }
        return path;
    }

    /** An empty file is one whose making was cut off: no guest has written to a disk of no size. */
    private static void makeSparse(String volume, Path file, long bytes) throws IOException {
        if (Files.isSymbolicLink(file) || (Files.exists(file) && Files.size(file) > 0)) {
            return;
        }
        var folder = Objects.requireNonNull(file.getParent());
        if (!Files.isDirectory(folder)) {
            throw MediaException.missing(subject(volume), folder + " is not mounted");
        }
        long size = fitting(volume, aligned(bytes), Files.getFileStore(folder).getUsableSpace() - RESERVE);
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(size);
            sparse.getFD().sync();
        }
        FreshFile.sync(folder, StandardOpenOption.READ);
    }

    static long fitting(String volume, long wanted, long available) {
        if (wanted <= 0) {
            throw MediaException.invalid(subject(volume), "a disk has at least 1 MiB");
        }
        if (available >= wanted) {
            return wanted;
        }
        if (available < wanted * TOLERATED_SHARE) {
            throw MediaException.notMade(
                    subject(volume), "a disk of " + wanted + " bytes has room for " + Math.max(0, available) + " only");
        }
        return aligned(available);
    }

    private static long aligned(long bytes) {
        return bytes / ALIGNMENT * ALIGNMENT;
    }

    private static Path path(Source source) {
        return switch (source) {
            case Source.RawFile(var path) -> Path.of(path);
            case Source.BlockDevice(var path) -> Path.of(path);
            case Source.Qcow2File(var path, var _) -> Path.of(path);
            case Source.Empty() -> throw new IllegalArgumentException("a drive without a medium has no path");
        };
    }

    private static Path absolute(String volume, String path) {
        return AbsolutePath.of(subject(volume), path);
    }

    private static String subject(String volume) {
        return "volume " + volume;
    }
}
