package dev.yadori.launcher.volume.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.launcher.volume.ImageTools;
import dev.yadori.launcher.volume.ImageToolsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the host's qemu-img and xorriso (packages qemu-utils and xorriso). */
class HostImageToolsHostIT extends ImageToolsContract {
    private final ImageTools tools = new HostImageTools();

    @BeforeAll
    static void hasTools() {
        assumeThat(Path.of("/usr/bin/qemu-img")).as("qemu-img is installed").isExecutable();
        assumeThat(Path.of("/usr/bin/xorriso")).as("xorriso is installed").isExecutable();
    }

    @Override
    protected ImageTools tools() {
        return tools;
    }

    @Test
    void anImageOfAnotherKindIsToldApart() throws IOException {
        var descriptor = """
                # Disk DescriptorFile
                version=1
                CID=1
                parentCID=ffffffff
                createType="monolithicFlat"
                RW 8 FLAT "flat.vmdk" 0
                """;
        Files.write(folder().resolve("flat.vmdk"), new byte[4096]);
        var image = Files.writeString(folder().resolve("disk.img"), descriptor);
        assertThat(tools.inspect(image).format()).isEqualTo("vmdk");
    }

    @Test
    void aDamagedImageIsAnErrorOfOneLine() throws IOException {
        var image = folder().resolve("disk.qcow2");
        tools.createQcow2(image, 1 << 20);
        var bytes = Files.readAllBytes(image);
        bytes[20] = 99;
        Files.write(image, bytes);
        assertThatIOException()
                .isThrownBy(() -> tools.inspect(image))
                .withMessageStartingWith("qemu-img: ")
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
    }
}
