package dev.yadori.launcher.domain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Where on the node a guest runs.
 *
 * @param processors of the node, for each of the guest's one, by its number; empty: the guest shares all that the pod has
 * @param emulator where the emulator's own threads run, if not beside the guest's
 * @param cells the guest's NUMA cells; empty: it has none
 * @param functions numbers of those of its cells that functions of the node are near to, by the names of the cards
 */
public record Placement(
        List<Integer> processors, Optional<CpuSet> emulator, List<Cell> cells, Map<String, Integer> functions) {
    public static final Placement ANYWHERE = new Placement(List.of(), Optional.empty(), List.of(), Map.of());

    public Placement {
        processors = List.copyOf(processors);
        cells = List.copyOf(cells);
        functions = Map.copyOf(functions);
    }

    /** The same with these functions, of which the cells of the node are known; one that the guest is not in does not count. */
    public Placement withFunctions(Map<String, Integer> hostCells) {
        var near = new HashMap<String, Integer>();
        for (int cell = 0; cell < cells.size(); cell++) {
            for (var function : hostCells.entrySet()) {
                if (function.getValue() == cells.get(cell).host()) {
                    near.put(function.getKey(), cell);
                }
            }
        }
        return new Placement(processors, emulator, cells, near);
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
