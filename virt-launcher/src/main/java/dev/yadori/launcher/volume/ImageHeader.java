package dev.yadori.launcher.volume;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The first bytes of an image that anyone may have made, read before any program sees it (QEMU's docs/interop/qcow2).
 * qemu-img would open a data file just to describe the image.
 */
record ImageHeader(boolean isQcow2, boolean hasBackingFile, boolean hasDataFile) {
    static final int LENGTH = 80;

    private static final int MAGIC = 0x514649fb;
    private static final int BACKING_FILE_OFFSET = 8;
    private static final int INCOMPATIBLE_FEATURES = 72;
    private static final long EXTERNAL_DATA_FILE = 1 << 2;

    static ImageHeader of(byte[] bytes) {
        var header = ByteBuffer.wrap(bytes);
        if (bytes.length < INCOMPATIBLE_FEATURES || header.getInt(0) != MAGIC) {
            return new ImageHeader(false, false, false);
        }
        boolean hasFeatures = header.getInt(4) >= 3 && bytes.length >= LENGTH;
        return new ImageHeader(
                true,
                header.getLong(BACKING_FILE_OFFSET) != 0,
                hasFeatures && (header.getLong(INCOMPATIBLE_FEATURES) & EXTERNAL_DATA_FILE) != 0);
    }

    Optional<String> refusal() {
        if (hasBackingFile) {
            return Optional.of("the image has a backing file, which is not allowed");
        }
        return hasDataFile
                ? Optional.of("the image keeps its data in another file, which is not allowed")
                : Optional.empty();
    }
}
