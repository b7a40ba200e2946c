package dev.yadori.handler.deviceplugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherDeviceNodesHostIT {
    private static final Path ZERO = Path.of("/dev/zero");

    @TempDir
    Path home;

    @BeforeEach
    void onlyRootMakesNodes() {
        assumeTrue("root".equals(System.getProperty("user.name")), "mknod needs root");
    }

    @Test
    void nodeIsThatDeviceAndTheLaunchersAlone() throws IOException {
        var node = nodes().provide(NodeDevice.TUN, ZERO);

        assertThat(Files.readAttributes(node, "unix:rdev,uid,gid,mode"))
                .containsEntry("rdev", Files.getAttribute(ZERO, "unix:rdev"))
                .containsEntry("uid", 107)
                .containsEntry("gid", 107)
                .containsEntry("mode", 0020600);
    }

    @Test
    void nodeThatFitsIsLeftAlone() throws IOException {
        var before = Files.getAttribute(nodes().provide(NodeDevice.TUN, ZERO), "unix:ino");

        assertThat(Files.getAttribute(nodes().provide(NodeDevice.TUN, ZERO), "unix:ino"))
                .isEqualTo(before);
    }

    @Test
    void nodeOfAnotherDeviceIsReplaced() throws IOException {
        nodes().provide(NodeDevice.TUN, Path.of("/dev/full"));

        assertThat(Files.getAttribute(nodes().provide(NodeDevice.TUN, ZERO), "unix:rdev"))
                .isEqualTo(Files.getAttribute(ZERO, "unix:rdev"));
    }

    @Test
    void fileInItsPlaceIsReplaced() throws IOException {
        Files.createDirectory(home.resolve("devices"));
        Files.writeString(home.resolve("devices/tun"), "not a device");

        assertThat(Files.getAttribute(nodes().provide(NodeDevice.TUN, ZERO), "unix:rdev"))
                .isEqualTo(Files.getAttribute(ZERO, "unix:rdev"));
    }

    @Test
    void whatIsNoDeviceIsRefused() throws IOException {
        var file = Files.createFile(home.resolve("file"));

        assertThatThrownBy(() -> nodes().provide(NodeDevice.TUN, file)).hasMessageContaining("not a character device");
    }

    private LauncherDeviceNodes nodes() {
        return new LauncherDeviceNodes(home.resolve("devices"), 107);
    }
}
