package dev.yadori.launcher.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Files that are there whole or not at all, in folders of our own. */
final class FreshFile {
    private FreshFile() {}

    /** Makes a file at a path that is free. */
    @FunctionalInterface
    interface Making {
        void make(Path file) throws IOException;
    }

    /** Keeps a file that is there: it belongs to this run of the guest, which may be writing to it. */
    static void unlessThere(Path target, Making making) throws IOException {
        if (Files.isRegularFile(target, NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.exists(target, NOFOLLOW_LINKS)) {
            throw new FileSystemException(target.toString(), null, "there is something else than a file");
        }
        var folder = Objects.requireNonNull(target.getParent());
        Files.createDirectories(folder);
        var unfinished = folder.resolve("." + target.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        making.make(unfinished);
        sync(unfinished, StandardOpenOption.WRITE);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        sync(folder, StandardOpenOption.READ);
    }

    static void sync(Path path, StandardOpenOption access) throws IOException {
        try (var channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }
}
