package dev.yadori.launcher.volume.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostDirectIoTest {
    private final HostDirectIo directIo = new HostDirectIo();

    @TempDir
    Path folder;

    @Test
    void aFileThatIsNotThereCannotBeRead() {
        assertThat(directIo.works(folder.resolve("nothing"))).isFalse();
    }

    @Test
    void procHasNoDirectIo() {
        assertThat(directIo.works(Path.of("/proc/self/status"))).isFalse();
    }

    @Test
    void descriptorsAreGivenBack() throws IOException {
        var file = Files.createFile(folder.resolve("disk.img"));
        long before = descriptors();
        for (int i = 0; i < 100; i++) {
            directIo.works(file);
        }
        assertThat(descriptors()).isLessThan(before + 50);
    }

    private static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
