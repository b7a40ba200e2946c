package dev.yadori.launcher.domain.convert;

import dev.yadori.launcher.domain.CpuSet;
import dev.yadori.launcher.domain.HostCpus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The processors that are still free, by cell and core. For one use. */
final class CpuPool {
    private final List<FreeCell> cells;

    CpuPool(HostCpus host) {
        var inCells = host.cells().stream()
                .map(cell -> host.allowed().which(cell.cpus()::contains))
                .toList();
        var elsewhere = host.allowed().which(cpu -> inCells.stream().noneMatch(cell -> cell.contains(cpu)));
        this.cells = Stream.concat(inCells.stream(), Stream.of(elsewhere))
                .filter(cell -> cell.size() > 0)
                .map(cell -> new FreeCell(cell, host.cores()))
                .toList();
    }

    /** Threads of one core of the first cell that has as many, else any processors of the first cell that does. */
    Optional<List<Integer>> takeFromOneCell(int count) {
        return cells.stream()
                .filter(cell -> cell.size() >= count)
                .min(Comparator.comparing(cell -> !cell.hasCore(count)))
                .map(cell -> cell.take(count));
    }

    /** The first ones, wherever they are; there have to be as many. */
    List<Integer> takeAny(int count) {
        var taken = new ArrayList<Integer>();
        for (var cell : cells) {
            taken.addAll(cell.take(Math.min(count - taken.size(), cell.size())));
        }
        return taken;
    }

    CpuSet rest() {
        return CpuSet.of(cells.stream()
                .flatMap(cell -> cell.cores.stream())
                .flatMap(TreeSet::stream)
                .toList());
    }

    /** What is free of one cell. */
    private static final class FreeCell {
        private final List<TreeSet<Integer>> cores = new ArrayList<>();

        FreeCell(CpuSet free, List<CpuSet> cores) {
            var left = new TreeSet<>(free.cpus());
            while (!left.isEmpty()) {
                int first = left.first();
                var core = new TreeSet<>(left);
                core.retainAll(cores.stream()
                        .filter(one -> one.contains(first))
                        .findFirst()
                        .map(CpuSet::cpus)
                        .orElse(CpuSet.of(List.of(first)).cpus()));
                this.cores.add(core);
                left.removeAll(core);
            }
        }

        int size() {
            return cores.stream().mapToInt(TreeSet::size).sum();
        }

        boolean hasCore(int count) {
            return cores.stream().anyMatch(core -> core.size() >= count);
        }

        List<Integer> take(int count) {
            var whole = cores.stream().filter(core -> core.size() >= count).findFirst();
            var from = whole.<List<TreeSet<Integer>>>map(List::of).orElse(cores);
            var taken = from.stream().flatMap(TreeSet::stream).limit(count).toList();
            cores.forEach(core -> core.removeAll(taken));
            return taken;
        }
    }
}
