package dev.yadori.handler.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.FileFacts.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Device nodes made for the test; to make them needs root. */
@Tag("host")
class DeviceClaimHostIT {

    private static final int OWNER = 107;
    private static final DeviceNumber TUN = new DeviceNumber(10, 200);

    @TempDir
    private Path place;

    private Path container = Path.of("/");

    @BeforeEach
    void makeContainer() throws IOException {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        container = Files.createDirectories(place.resolve("container/dev/net"))
                .resolve("../..")
                .normalize();
    }

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(OpenFiles.below(place)).isEmpty();
    }

    @Test
    void deviceOfTheContainerIsTheLaunchers() throws IOException, InterruptedException {
        Path tun = node(container.resolve("dev/net/tun"), "c", "10", "200");
        claim();
        assertThat(Files.getAttribute(tun, "unix:uid")).isEqualTo(OWNER);
        assertThat(Files.getAttribute(tun, "unix:gid")).isEqualTo(OWNER);
        claim();
        assertThat(Files.getAttribute(tun, "unix:uid")).isEqualTo(OWNER);
    }

    @Test
    void containerWithoutTheDeviceIsLeftAlone() throws IOException {
        claim();
        assertThat(container.resolve("dev/net")).isEmptyDirectory();
    }

    @Test
    void deviceOfTheNodeIsNotTouched() throws IOException, InterruptedException {
        Path nodes = Files.createDirectories(place.resolve("node/dev/net"));
        Path tun = node(nodes.resolve("tun"), "c", "10", "200");
        Files.createLink(container.resolve("dev/net/tun"), tun);
        claim();
        assertThat(Files.getAttribute(tun, "unix:uid")).isEqualTo(0);
    }

    @Test
    void anotherDeviceUnderThatNameIsNotGivenAway() throws IOException, InterruptedException {
        Path disk = node(container.resolve("dev/net/tun"), "b", "7", "0");
        assertThatThrownBy(this::claim).hasMessageContaining("not that device");
        assertThat(Files.getAttribute(disk, "unix:uid")).isEqualTo(0);
    }

    @Test
    void linkUnderThatNameIsNotFollowed() throws IOException, InterruptedException {
        Path elsewhere = node(place.resolve("elsewhere"), "c", "10", "200");
        Files.createSymbolicLink(container.resolve("dev/net/tun"), elsewhere);
        assertThatThrownBy(this::claim).hasMessageContaining("symbolic link");
        assertThat(Files.getAttribute(elsewhere, "unix:uid")).isEqualTo(0);
    }

    private void claim() throws IOException {
        try (Descriptor root = Descriptor.openTrusted(container)) {
            new DeviceClaim(place.resolve("node"), OWNER).claim(root, "dev/net/tun", TUN);
        }
    }

    private static Path node(Path path, String kind, String major, String minor)
            throws IOException, InterruptedException {
        Process mknod = new ProcessBuilder("mknod", "-m", "600", path.toString(), kind, major, minor)
                .inheritIO()
                .start();
        assertThat(mknod.waitFor()).isZero();
        return path;
    }
}
