package dev.yadori.launcher.domain.convert;

import dev.yadori.launcher.domain.CpuSet;
import dev.yadori.launcher.domain.CpuTopology;
import dev.yadori.launcher.domain.HostCpus;
import dev.yadori.launcher.domain.LaunchSpec;
import dev.yadori.launcher.domain.LaunchSpec.Dedication;
import dev.yadori.launcher.domain.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives each of a guest's processors one of the pod's. Pure.
 *
 * <ol>
 *   <li>The pod has exactly as many as it asked for. With fewer there is no place; with more, others are on them as well: the
 *       kubelet has given it none of its own.
 *   <li>Threads of one core of the guest are threads of one core of the node, where there is one that is free.
 *   <li>A core of the guest is in one cell of the node where that can be, and has to be where the guest shall see cells.
 *   <li>What is left is the emulator's.
 * </ol>
 */
public final class PlacementPlanner {
    private PlacementPlanner() {}

    public static PlacementPlan plan(LaunchSpec.Compute asked, HostCpus host) {
        return asked.dedication()
                .map(dedication -> plan(asked, dedication, host))
                .orElse(new PlacementPlan.Placed(Placement.ANYWHERE));
    }

    private static PlacementPlan plan(LaunchSpec.Compute asked, Dedication dedication, HostCpus host) {
        int wanted = asked.topology().processors() + dedication.emulatorProcessors();
        if (host.allowed().size() != wanted) {
            return new PlacementPlan.Impossible(
                    "the pod asked for %d CPUs of its own, and what the kubelet lets it run on is %s: %d CPUs"
                            .formatted(wanted, host.allowed(), host.allowed().size()));
        }
        var pool = new CpuPool(host);
        var processors = processors(asked.topology(), dedication, pool);
        if (processors.isEmpty()) {
            return new PlacementPlan.Impossible(
                    "the CPUs of the pod, %s, are divided among NUMA cells so that a core of %d threads is in two of them"
                            .formatted(host.allowed(), asked.topology().threads()));
        }
        Optional<CpuSet> emulator = dedication.emulatorProcessors() == 0 ? Optional.empty() : Optional.of(pool.rest());
        var pinned = new Placement(processors.get(), emulator, List.of(), Map.of());
        return dedication.mirrorsCells() ? cells(asked, pinned, host) : new PlacementPlan.Placed(pinned);
    }

    /** Threads of a core have numbers that follow each other. Empty where one would be divided and must not be. */
    private static Optional<List<Integer>> processors(CpuTopology topology, Dedication dedication, CpuPool pool) {
        var processors = new ArrayList<Integer>();
        int cores = topology.sockets() * topology.cores();
        int divided = 0;
        for (int core = 0; core < cores; core++) {
            var threads = pool.takeFromOneCell(topology.threads());
            threads.ifPresent(processors::addAll);
            divided += threads.isPresent() ? 0 : 1;
        }
        if (divided > 0 && dedication.mirrorsCells()) {
            return Optional.empty();
        }
        processors.addAll(pool.takeAny(divided * topology.threads()));
        return Optional.of(processors);
    }

    private static PlacementPlan cells(LaunchSpec.Compute asked, Placement pinned, HostCpus host) {
        var used = host.cells().stream()
                .filter(cell -> pinned.processors().stream().anyMatch(cell.cpus()::contains))
                .toList();
        long page = asked.hugepageKibibytes().orElseThrow();
        long pages = asked.memoryKibibytes() / page;
        if (used.isEmpty() || pages < used.size()) {
            return new PlacementPlan.Impossible(
                    "%d pages of memory cannot be divided among %d NUMA cells".formatted(pages, used.size()));
        }
        var cells = new ArrayList<Placement.Cell>();
        for (int i = 0; i < used.size(); i++) {
            long share = pages / used.size() + (i < pages % used.size() ? 1 : 0);
            var cell = used.get(i);
            cells.add(new Placement.Cell(cell.id(), guests(pinned, cell), share * page, distances(cell, used)));
        }
        return new PlacementPlan.Placed(new Placement(pinned.processors(), pinned.emulator(), cells, Map.of()));
    }

    private static CpuSet guests(Placement pinned, HostCpus.Cell cell) {
        var guests = new TreeSet<Integer>();
        for (int guest = 0; guest < pinned.processors().size(); guest++) {
            if (cell.cpus().contains(pinned.processors().get(guest))) {
                guests.add(guest);
            }
        }
        return new CpuSet(guests);
    }

    /** Of several cells, and only where all are known. */
    private static SortedMap<Integer, Integer> distances(HostCpus.Cell from, List<HostCpus.Cell> used) {
        var distances = new TreeMap<Integer, Integer>();
        boolean known = used.stream()
                .allMatch(one -> used.stream().allMatch(to -> one.distances().containsKey(to.id())));
        for (int i = 0; known && used.size() > 1 && i < used.size(); i++) {
            distances.put(i, from.distances().get(used.get(i).id()));
        }
        return distances;
    }
}
