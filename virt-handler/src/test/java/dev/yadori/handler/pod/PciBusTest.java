package dev.yadori.handler.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.handler.hostfs.FileFacts.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tree that is laid out like sysfs. */
class PciBusTest {
    private static final PciAddress FUNCTION = new PciAddress("0000:3b:02.1");

    @TempDir
    private Path sysfs;

    private FakeSysfs tree;

    @BeforeEach
    void makeTree() {
        tree = new FakeSysfs(sysfs);
    }

    @Test
    void functionOfVfioHasItsGroupsDevice() throws IOException {
        tree.function(FUNCTION, "vfio-pci", "42").group("42", "239:7");

        assertThat(find()).isEqualTo(new PciBus.VfioFunction("42", new DeviceNumber(239, 7)));
    }

    @Test
    void functionThatDoesNotExistIsNamed() {
        assertThatThrownBy(this::find).hasMessage("there is no function 0000:3b:02.1 on this node");
    }

    @Test
    void functionOfAnotherDriverIsTheNodes() throws IOException {
        tree.function(FUNCTION, "iavf", "42").group("42", "239:7");

        assertThatThrownBy(this::find).hasMessageContaining("bound to iavf");
    }

    @Test
    void functionWithoutADriverIsNobodys() throws IOException {
        tree.function(FUNCTION, "vfio-pci", "42").group("42", "239:7");
        Files.delete(sysfs.resolve("bus/pci/devices/0000:3b:02.1/driver"));

        assertThatThrownBy(this::find).hasMessageContaining("bound to no driver");
    }

    @Test
    void functionWithoutAnIommuIsRefused() throws IOException {
        tree.function(FUNCTION, "vfio-pci", "42");
        Files.delete(sysfs.resolve("bus/pci/devices/0000:3b:02.1/iommu_group"));

        assertThatThrownBy(this::find).hasMessageContaining("not behind an IOMMU");
    }

    @Test
    void groupWithoutADeviceIsRefused() throws IOException {
        tree.function(FUNCTION, "vfio-pci", "42");

        assertThatThrownBy(this::find).hasMessageContaining("no device of VFIO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3b:02.1", "0000:3b:02.8", "0000:3b:20.0", "../../../../etc", "0000:3b:02.1/.."})
    void whatIsNoAddressIsNoPartOfAPath(String text) {
        assertThat(PciAddress.parse(text)).isEmpty();
        assertThatThrownBy(() -> new PciAddress(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addressIsReadInEitherCase() {
        assertThat(PciAddress.parse("0000:3B:02.1")).contains(FUNCTION);
    }

    private PciBus.VfioFunction find() throws IOException {
        return new PciBus(sysfs).find(FUNCTION);
    }
}
