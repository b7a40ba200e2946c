package dev.yadori.launcher.host;

import dev.yadori.launcher.domain.CpuSet;
import dev.yadori.launcher.domain.HostCpus;
import dev.yadori.launcher.domain.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * By sysfs, which says the same in every container, and by what the kernel lets this process run on, which is the container's
 * cpuset in either version of control groups.
 */
public final class SysfsNodeLayout implements NodeLayout {
    private static final String ALLOWED = "Cpus_allowed_list:";
    private static final Pattern CELL = Pattern.compile("node(?<id>[0-9]{1,6})");

    private final Path sysfs;
    private final Path status;

    /**
     * Reads these.
     *
     * @param sysfs /sys
     * @param status of this process, in the form of proc_pid_status(5)
     */
    public SysfsNodeLayout(Path sysfs, Path status) {
        this.sysfs = sysfs;
        this.status = status;
    }

    /** That of the node this process is on. */
    public static SysfsNodeLayout inPod() {
        return new SysfsNodeLayout(Path.of("/sys"), Path.of("/proc/self/status"));
    }

    @Override
    public HostCpus cpus() throws IOException {
        try {
            var allowed = allowed();
            return new HostCpus(allowed, cells(allowed), cores(allowed));
        } catch (NumberFormatException strange) {
            throw new IOException("what the kernel says of the node's processors: " + strange.getMessage(), strange);
        }
    }

    /** The kernel says -1 where firmware has not said. */
    @Override
    public OptionalInt cellOf(PciAddress function) throws IOException {
        var cell = read(sysfs.resolve("bus/pci/devices/" + function + "/numa_node"));
        try {
            int number = Integer.parseInt(cell.orElse("-1").strip());
            return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
        } catch (NumberFormatException strange) {
            throw new IOException("the NUMA cell of " + function + " is said to be " + cell.orElse(""), strange);
        }
    }

    private CpuSet allowed() throws IOException {
        for (var line : Files.readAllLines(status)) {
            if (line.startsWith(ALLOWED)) {
                return CpuSet.parse(line.substring(ALLOWED.length()));
            }
        }
        throw new IOException(status + " does not say what may be run on");
    }

    /** A kernel without NUMA has one. */
    private List<HostCpus.Cell> cells(CpuSet allowed) throws IOException {
        var folder = sysfs.resolve("devices/system/node");
        if (!Files.isDirectory(folder)) {
            return List.of(new HostCpus.Cell(0, allowed, new TreeMap<>()));
        }
        var ids = new ArrayList<Integer>();
        try (var names = Files.list(folder)) {
            names.map(name -> CELL.matcher(String.valueOf(name.getFileName())))
                    .filter(name -> name.matches())
                    .map(name -> Integer.valueOf(name.group("id")))
                    .sorted(Comparator.naturalOrder())
                    .forEach(ids::add);
        }
        var cells = new ArrayList<HostCpus.Cell>();
        for (int id : ids) {
            var cell = folder.resolve("node" + id);
            cells.add(new HostCpus.Cell(
                    id,
                    CpuSet.parse(Files.readString(cell.resolve("cpulist"))),
                    distances(read(cell.resolve("distance")), ids)));
        }
        return cells;
    }

    /** One number for each cell, in their order. */
    private static SortedMap<Integer, Integer> distances(Optional<String> row, List<Integer> ids) {
        var distances = new TreeMap<Integer, Integer>();
        var numbers = row.orElse("").strip().split("\\s+", -1);
        for (int i = 0; numbers.length == ids.size() && i < numbers.length; i++) {
            if (!numbers[i].isEmpty()) {
                distances.put(ids.get(i), Integer.valueOf(numbers[i]));
            }
        }
        return distances;
    }

    private List<CpuSet> cores(CpuSet allowed) throws IOException {
        var cores = new LinkedHashSet<CpuSet>();
        for (int cpu : allowed.cpus()) {
            var threads = read(sysfs.resolve("devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list"));
            cores.add(threads.map(CpuSet::parse).orElse(CpuSet.of(List.of(cpu))));
        }
        return List.copyOf(cores);
    }

    private static Optional<String> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }
}
