package dev.yadori.launcher.domain;

import java.util.List;
import java.util.SortedMap;

/**
 * The processors that the pod may run on, and how the node's are laid out.
 *
 * @param allowed to this container, by the kernel
 * @param cells the node's NUMA cells, by their numbers
 * @param cores processors that are threads of one core, of those that are allowed at least
 */
public record HostCpus(CpuSet allowed, List<Cell> cells, List<CpuSet> cores) {
    public HostCpus {
        cells = List.copyOf(cells);
        cores = List.copyOf(cores);
    }

    /**
     * A NUMA cell.
     *
     * @param distances to all cells by their numbers; empty where they are not known
     */
    public record Cell(int id, CpuSet cpus, SortedMap<Integer, Integer> distances) {}
}
