package dev.yadori.handler.deviceplugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One file, and not another that came to the same path later: an inode alone may be used again. */
record SocketMark(@Nullable Object key, FileTime modified) {

    /** Empty where there is no file. */
    static Optional<SocketMark> of(Path path) {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new SocketMark(facts.fileKey(), facts.lastModifiedTime()));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
