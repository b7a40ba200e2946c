package dev.yadori.launcher.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.launcher.domain.CpuSet;
import dev.yadori.launcher.domain.HostCases;
import dev.yadori.launcher.domain.HostCpus;
import dev.yadori.launcher.domain.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a made-up sysfs of two cells with eight cores of two threads. */
class SysfsNodeLayoutTest extends NodeLayoutContract {
    @TempDir
    Path folder;

    @BeforeEach
    void make() throws IOException {
        allow("1,9,4-5");
        write("sys/devices/system/node/node0/cpulist", "0-3,8-11");
        write("sys/devices/system/node/node0/distance", "10 21");
        write("sys/devices/system/node/node1/cpulist", "4-7,12-15");
        write("sys/devices/system/node/node1/distance", "21 10");
        write("sys/devices/system/node/possible", "0-1");
        for (int cpu = 0; cpu < 16; cpu++) {
            write(siblings(cpu), cpu % 8 + "," + (cpu % 8 + 8));
        }
    }

    private void allow(String cpus) throws IOException {
        write("status", "Name:\tjava\nCpus_allowed:\t3\nCpus_allowed_list:\t" + cpus + "\nMems_allowed_list:\t0");
    }

    private static String siblings(int cpu) {
        return "sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list";
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    @Override
    protected NodeLayout layout() {
        return new SysfsNodeLayout(folder.resolve("sys"), folder.resolve("status"));
    }

    @Test
    void cellsAndCoresAreThoseOfTheNode() throws IOException {
        var expected = HostCases.named("two", CpuSet.parse("1,4-5,9"));

        assertThat(layout().cpus())
                .isEqualTo(new HostCpus(
                        expected.allowed(),
                        expected.cells(),
                        List.of(CpuSet.parse("1,9"), CpuSet.parse("4,12"), CpuSet.parse("5,13"))));
    }

    @Test
    void kernelWithoutCellsHasOne() throws IOException {
        var flat = new SysfsNodeLayout(folder.resolve("none"), folder.resolve("status")).cpus();

        assertThat(flat.cells()).containsExactly(new HostCpus.Cell(0, CpuSet.parse("1,4-5,9"), new TreeMap<>()));
        assertThat(flat.cores()).hasSize(4);
    }

    @Test
    void distancesThatAreNotOfTheseCellsAreNotKnown() throws IOException {
        write("sys/devices/system/node/node0/distance", "10 21 31");

        assertThat(layout().cpus().cells().getFirst().distances()).isEmpty();
    }

    @Test
    void functionIsNearToACellWhereFirmwareHasSaidSo() throws IOException {
        write("sys/bus/pci/devices/0000:af:02.1/numa_node", "1");
        write("sys/bus/pci/devices/0000:00:02.0/numa_node", "-1");

        assertThat(layout().cellOf(PciAddress.parse("0000:af:02.1"))).hasValue(1);
        assertThat(layout().cellOf(PciAddress.parse("0000:00:02.0"))).isEmpty();
        assertThat(layout().cellOf(PciAddress.parse("0000:00:03.0"))).isEmpty();
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        allow("all");

        assertThatThrownBy(layout()::cpus).isInstanceOf(IOException.class).hasMessageContaining("all");
    }
}
