package dev.yadori.launcher.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.domain.HostCpus;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every layout of a node keeps to, so that a guest can be placed by it. */
public abstract class NodeLayoutContract {
    protected abstract NodeLayout layout();

    @Test
    void somethingIsAllowed() throws IOException {
        assertThat(layout().cpus().allowed().cpus()).isNotEmpty();
    }

    @Test
    void eachProcessorIsInOneCell() throws IOException {
        var cpus = layout().cpus();

        for (int cpu : cpus.allowed().cpus()) {
            assertThat(cpus.cells())
                    .filteredOn(cell -> cell.cpus().contains(cpu))
                    .hasSize(1);
        }
    }

    @Test
    void eachProcessorIsInOneCore() throws IOException {
        var cpus = layout().cpus();

        for (int cpu : cpus.allowed().cpus()) {
            assertThat(cpus.cores()).filteredOn(core -> core.contains(cpu)).hasSize(1);
        }
    }

    @Test
    void cellsAreInTheirOrderAndAtSomeDistanceFromAllOrNone() throws IOException {
        var cells = layout().cpus().cells();

        assertThat(cells).extracting(HostCpus.Cell::id).doesNotHaveDuplicates().isSorted();
        Set<Integer> ids = new HashSet<>(cells.stream().map(HostCpus.Cell::id).toList());
        assertThat(cells)
                .allSatisfy(cell -> assertThat(cell.distances().keySet()).isIn(Set.of(), ids));
    }
}
