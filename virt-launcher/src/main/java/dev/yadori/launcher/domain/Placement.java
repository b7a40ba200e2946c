package dev.yadori.launcher.domain;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Where on the node a guest runs.
 *
 * @param processors of the node, for each of the guest's one, by its number; empty: the guest shares all that the pod has
 * @param emulator where the emulator's own threads run, if not beside the guest's
 * @param cells the guest's NUMA cells; empty: it has none
 */
public record Placement(List<Integer> processors, Optional<CpuSet> emulator, List<Cell> cells) {
    public static final Placement ANYWHERE = new Placement(List.of(), Optional.empty(), List.of());

    public Placement {
        processors = List.copyOf(processors);
        cells = List.copyOf(cells);
    }

    /** Whether the guest has processors for itself. */
    public boolean isDedicated() {
        return !processors.isEmpty();
    }

    /**
     * A NUMA cell of the guest; its number is its place in the list.
     *
     * @param host number of the node's cell that has the memory and the processors
     * @param processors of the guest
     * @param distances to the guest's cells; empty where they are not known
     */
    public record Cell(int host, CpuSet processors, long kibibytes, SortedMap<Integer, Integer> distances) {}
}
