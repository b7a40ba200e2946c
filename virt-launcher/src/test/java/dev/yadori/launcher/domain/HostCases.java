package dev.yadori.launcher.domain;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Nodes of several makes. */
public final class HostCases {
    private HostCases() {}

    /** A node by its make, and what of it a pod may run on. */
    public static HostCpus named(String name, CpuSet allowed) {
        return switch (name) {
            case "none" -> new HostCpus(allowed, List.of(), List.of());
            case "flat" -> new HostCpus(allowed, List.of(cell(0, "0-7", 0, 10)), List.of());
            case "smt" -> new HostCpus(allowed, List.of(cell(0, "0-7", 0, 10)), cores(4));
            case "two" ->
                new HostCpus(
                        allowed,
                        List.of(cell(0, "0-3,8-11", 0, 10, 1, 21), cell(1, "4-7,12-15", 0, 21, 1, 10)),
                        cores(8));
            case "three" ->
                new HostCpus(
                        allowed,
                        List.of(
                                cell(0, "0-3", 0, 10, 2, 30, 4, 20),
                                cell(2, "", 0, 30, 2, 10, 4, 30),
                                cell(4, "4-7", 0, 20, 2, 30, 4, 10)),
                        List.of());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static HostCpus.Cell cell(int id, String cpus, int... distances) {
        SortedMap<Integer, Integer> to = new TreeMap<>();
        for (int i = 0; i < distances.length; i += 2) {
            to.put(distances[i], distances[i + 1]);
        }
        return new HostCpus.Cell(id, CpuSet.parse(cpus), to);
    }

    /** Each of two threads, whose numbers are that far apart. */
    private static List<CpuSet> cores(int count) {
        return IntStream.range(0, count)
                .mapToObj(core -> CpuSet.of(List.of(core, core + count)))
                .toList();
    }
}
