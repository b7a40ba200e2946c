package dev.yadori.launcher.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files that become parts of an image. Kubernetes' own objects have at most 1.5 MiB. */
final class BoundedFile {
    static final int MOST_BYTES = 4 << 20;

    private BoundedFile() {}

    static byte[] read(String subject, Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            var content = bytes.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw MediaException.invalid(subject, file + " has more than " + MOST_BYTES + " bytes");
            }
            return content;
        }
    }
}
