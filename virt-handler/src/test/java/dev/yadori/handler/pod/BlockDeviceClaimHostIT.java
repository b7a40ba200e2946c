package dev.yadori.handler.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.handler.hostfs.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Device nodes made for the test; to make them needs root. */
@Tag("host")
class BlockDeviceClaimHostIT {
    private static final int OWNER = 107;
    private static final Path DISK = Path.of("/dev/disk");
    private static final Path NODE_DEVICES = Path.of("/dev");

    @TempDir
    private Path place;

    private Path inContainer = DISK;

    @BeforeEach
    void makeContainer() throws IOException {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        inContainer = Files.createDirectories(place.resolve("container/dev")).resolve("disk");
    }

    @Test
    void blockDeviceOfTheContainerIsTheLaunchers() throws IOException, InterruptedException {
        node(inContainer, "b");
        claim(NODE_DEVICES);
        claim(NODE_DEVICES);
        assertThat(Files.getAttribute(inContainer, "unix:uid")).isEqualTo(OWNER);
        assertThat(Files.getAttribute(inContainer, "unix:gid")).isEqualTo(OWNER);
    }

    @Test
    void claimWithAFileSystemHasNoDevice() throws IOException {
        claim(NODE_DEVICES);
        assertThat(inContainer).doesNotExist();
    }

    @Test
    void anythingButABlockDeviceIsNotGivenAway() throws IOException, InterruptedException {
        node(inContainer, "c");
        claim(NODE_DEVICES);
        assertThat(Files.getAttribute(inContainer, "unix:uid")).isEqualTo(0);
    }

    @Test
    void deviceOfTheNodeIsNotTouched() throws IOException, InterruptedException {
        node(inContainer, "b");
        claim(place.resolve("container/dev"));
        assertThat(Files.getAttribute(inContainer, "unix:uid")).isEqualTo(0);
    }

    @Test
    void linkIsNotFollowed() throws IOException, InterruptedException {
        var elsewhere = place.resolve("elsewhere");
        node(elsewhere, "b");
        Files.createSymbolicLink(inContainer, elsewhere);
        assertThatThrownBy(() -> claim(NODE_DEVICES)).hasMessageContaining("symbolic link");
        assertThat(Files.getAttribute(elsewhere, "unix:uid")).isEqualTo(0);
    }

    private void claim(Path nodeDevices) throws IOException {
        try (var root = Descriptor.openTrusted(place.resolve("container"))) {
            new BlockDeviceClaim(nodeDevices, OWNER).claim(root, DISK);
        }
    }

    private static void node(Path path, String kind) throws IOException, InterruptedException {
        var mknod = new ProcessBuilder("mknod", "-m", "600", path.toString(), kind, "7", "0")
                .inheritIO()
                .start();
        assertThat(mknod.waitFor()).isZero();
    }
}
