package dev.yadori.launcher.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Processors by their numbers; the kernel and libvirt write them as 0-3,8. */
public record CpuSet(SortedSet<Integer> cpus) {
    public static final CpuSet NONE = new CpuSet(new TreeSet<>());

    private static final int MOST = 1 << 16;

    public CpuSet {
        cpus = Collections.unmodifiableSortedSet(new TreeSet<>(cpus));
    }

    public static CpuSet of(Collection<Integer> cpus) {
        return new CpuSet(new TreeSet<>(cpus));
    }

    /** Reads the form in which the kernel writes them; the empty text is the empty set. */
    public static CpuSet parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        var cpus = new TreeSet<Integer>();
        for (var range : text.strip().split(",", -1)) {
            int dash = range.indexOf('-');
            int first = number(dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : number(range.substring(dash + 1));
            IntStream.rangeClosed(first, last).forEach(cpus::add);
        }
        return new CpuSet(cpus);
    }

    private static int number(String text) {
        int number = Integer.parseInt(text);
        if (number < 0 || number >= MOST) {
            throw new IllegalArgumentException("not a processor: " + text);
        }
        return number;
    }

    public int size() {
        return cpus.size();
    }

    public boolean contains(int cpu) {
        return cpus.contains(cpu);
    }

    /** Those for which this is true. */
    public CpuSet which(Predicate<Integer> condition) {
        return of(cpus.stream().filter(condition).toList());
    }

    @Override
    public String toString() {
        List<int[]> ranges = new ArrayList<>();
        for (int cpu : cpus) {
            if (!ranges.isEmpty() && ranges.getLast()[1] == cpu - 1) {
                ranges.getLast()[1] = cpu;
            } else {
                ranges.add(new int[] {cpu, cpu});
            }
        }
        return ranges.stream()
                .map(range -> range[0] == range[1] ? "" + range[0] : range[0] + "-" + range[1])
                .collect(Collectors.joining(","));
    }
}
