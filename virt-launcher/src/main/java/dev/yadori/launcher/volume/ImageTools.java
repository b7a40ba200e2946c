package dev.yadori.launcher.volume;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What programs do for us. Each call takes bounded time and memory, however hostile an image is, and fails with an
 * IOException whose message says what went wrong and nothing of what is inside a file. Safe for use by several threads.
 */
public interface ImageTools {
    /** Looks at an image that anyone may have made, without opening the files that it refers to. */
    DiskInfo inspect(Path image) throws IOException;

    /** Makes an empty qcow2 image; the folder has to be there, the file must not. */
    void createQcow2(Path file, long capacityBytes) throws IOException;

    /** Makes a qcow2 image over another one, which is not opened. */
    void createOverlay(Path file, Backing backing) throws IOException;

    /** Makes an ISO 9660 image with Joliet and Rock Ridge, the same bytes for the same content, a multiple of 4096 bytes. */
    void createIso(Path file, IsoContent content) throws IOException;

    /** What lies below an overlay. */
    record Backing(Path file, Format format, long virtualBytes) {}

    /** The names are QEMU's. */
    enum Format {
        RAW,
        QCOW2
    }
}
