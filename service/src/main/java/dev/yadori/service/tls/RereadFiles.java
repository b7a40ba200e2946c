package dev.yadori.service.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What some files say together, read again when one has changed. While they cannot be used, what was read before stays.
 * Safe for many threads.
 */
final class RereadFiles<T> {
    private static final Logger LOG = LoggerFactory.getLogger(RereadFiles.class);

    private final List<Path> files;
    private final Reader<T> reader;
    private List<Stamp> looked;
    private T value;

    /** @throws IOException when the files cannot be used now */
    RereadFiles(List<Path> files, Reader<T> reader) throws IOException {
        this.files = List.copyOf(files);
        this.reader = reader;
        looked = stamps();
        value = reader.read();
    }

    /** Reads the files. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * Reads them all.
         *
         * @throws IOException naming the file that cannot be used, and nothing of its content
         */
        T read() throws IOException;
    }

    /** What tells one state of a file from another. A Secret's files are links, which are followed. */
    private record Stamp(FileTime changed, String file) {}

    synchronized T latest() {
        try {
            var seen = stamps();
            if (!seen.equals(looked)) {
                looked = seen;
                value = reader.read();
                LOG.atInfo().addKeyValue("files", files).log("certificates read again");
            }
        } catch (IOException unusable) {
            LOG.atWarn()
                    .addKeyValue("error", unusable.getMessage())
                    .log("new certificates cannot be used, keeping the last");
        }
        return value;
    }

    private List<Stamp> stamps() throws IOException {
        var stamps = new ArrayList<Stamp>();
        for (var file : files) {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            stamps.add(new Stamp(attributes.lastModifiedTime(), String.valueOf(attributes.fileKey())));
        }
        return List.copyOf(stamps);
    }
}
