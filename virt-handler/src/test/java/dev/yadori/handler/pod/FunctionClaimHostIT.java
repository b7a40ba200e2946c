package dev.yadori.handler.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.handler.hostfs.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Device nodes made for the test, in a container's folder; to make them needs root. */
@Tag("host")
class FunctionClaimHostIT {
    private static final int OWNER = 107;
    private static final PciAddress ONE = new PciAddress("0000:3b:02.1");
    private static final PciAddress TWO = new PciAddress("0000:3b:02.2");

    @TempDir
    private Path place;

    private Path devices = Path.of("/dev/vfio");

    @BeforeEach
    void makeContainer() throws IOException, InterruptedException {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        new FakeSysfs(Files.createDirectory(place.resolve("sys")))
                .function(ONE, "vfio-pci", "41")
                .group("41", "239:1")
                .function(TWO, "vfio-pci", "42")
                .group("42", "239:2");
        devices = Files.createDirectories(place.resolve("container/dev/vfio"));
        node("vfio", "c", "10", "196");
        node("41", "c", "239", "1");
    }

    @Test
    void devicesOfThePodsFunctionAreTheLaunchers() throws IOException {
        claim(ONE);
        claim(ONE);

        assertThat(owner("41")).isEqualTo(OWNER);
        assertThat(owner("vfio")).isEqualTo(OWNER);
    }

    /** As somebody might write into the pod's annotation. */
    @Test
    void functionOfSomebodyElseIsRefused() {
        assertThatThrownBy(() -> claim(TWO)).hasMessageContaining("0000:3b:02.2 is not the pod's");
    }

    @Test
    void nothingIsGivenWhereOneOfThemIsSomebodyElses() throws IOException {
        assertThatThrownBy(() -> claim(ONE, TWO)).hasMessageContaining("0000:3b:02.2 is not the pod's");

        assertThat(owner("41")).isZero();
    }

    @Test
    void deviceWithTheRightNameAndAnotherNumberProvesNothing() throws IOException, InterruptedException {
        node("42", "c", "239", "9");

        assertThatThrownBy(() -> claim(TWO)).hasMessageContaining("something else");
        assertThat(owner("42")).isZero();
    }

    @Test
    void blockDeviceProvesNothing() throws IOException, InterruptedException {
        node("42", "b", "239", "2");

        assertThatThrownBy(() -> claim(TWO)).hasMessageContaining("something else");
    }

    @Test
    void linkIsNotFollowed() throws IOException {
        Files.createSymbolicLink(devices.resolve("42"), devices.resolve("41"));

        assertThatThrownBy(() -> claim(TWO)).hasMessageContaining("symbolic link");
    }

    @Test
    void functionIsForOneInterface() {
        assertThatThrownBy(() -> claim(ONE, ONE)).hasMessageContaining("named for two interfaces");
    }

    private void claim(PciAddress... functions) throws IOException {
        var claim = new FunctionClaim(
                new PciBus(place.resolve("sys")), new LockedMemory(Path.of("/proc")), Path.of("/dev"), OWNER);
        try (var root = Descriptor.openTrusted(place.resolve("container"))) {
            claim.claim(root, List.of(functions));
        }
    }

    private int owner(String device) throws IOException {
        return (int) Files.getAttribute(devices.resolve(device), "unix:uid");
    }

    private void node(String name, String kind, String major, String minor) throws IOException, InterruptedException {
        var mknod = new ProcessBuilder(
                        "mknod", "-m", "600", devices.resolve(name).toString(), kind, major, minor)
                .inheritIO()
                .start();
        assertThat(mknod.waitFor()).isZero();
    }
}
