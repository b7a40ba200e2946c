package dev.yadori.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the processes of this machine have had of its processors so far, in hundredths of a second, by who they are: a component, a
 * program of launcher pods, another program. It tells of guests only where the nodes are on this machine. What a process has waited for
 * after it ended is that process's, beside its own time.
 */
record ProcessorTime(Map<String, Long> ticks) {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern POD = Pattern.compile("pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12})");
    private static final int MILLIS = 10;
    /** The parent of all threads of the kernel, which do others' work under many names. */
    private static final String KTHREADD = "2";

    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDRENS_USER = 13;
    private static final int CHILDRENS_SYSTEM = 14;

    static ProcessorTime now(KubernetesClient client) {
        return read(PROC, components(client));
    }

    /** What a pod's processes are called, by its UID; those of launchers have names of their own. */
    private static Map<String, String> components(KubernetesClient client) {
        return client.pods().inAnyNamespace().list().getItems().stream()
                .collect(Collectors.toMap(pod -> pod.getMetadata().getUid(), ProcessorTime::component));
    }

    private static String component(Pod pod) {
        var labels = Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
        return labels.getOrDefault(
                "kubevirt.io", pod.getSpec().getContainers().getFirst().getName());
    }

    static ProcessorTime read(Path proc, Map<String, String> components) {
        var ticks = new TreeMap<String, Long>();
        try (var processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            processes.forEach(process -> add(process, components, ticks));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ProcessorTime(ticks);
    }

    private static void add(Path process, Map<String, String> components, Map<String, Long> ticks) {
        try {
            var stat = Files.readString(process.resolve("stat"));
            int end = stat.lastIndexOf(')');
            var program = stat.substring(stat.indexOf('(') + 1, end);
            var pod = POD.matcher(Files.readString(process.resolve("cgroup")));
            var fields = stat.substring(end + 2).split(" ", -1);
            var name = pod.find()
                    ? name(pod.group(1), program, components)
                    : KTHREADD.equals(fields[PARENT]) ? "kernel" : program;
            ticks.merge(name, sum(fields, USER, SYSTEM), Long::sum);
            ticks.merge(name + "_children", sum(fields, CHILDRENS_USER, CHILDRENS_SYSTEM), Long::sum);
        } catch (IOException ended) {
            // Its parent has waited for it, or will have.
        }
    }

    private static String name(String uid, String program, Map<String, String> components) {
        var component = components.getOrDefault(uid.replace('_', '-'), "pod");
        return component.equals("virt-launcher") ? "launcher_" + program : component;
    }

    private static long sum(String[] fields, int one, int other) {
        return Long.parseLong(fields[one]) + Long.parseLong(fields[other]);
    }

    /** Milliseconds since an earlier time, the names as figures have them; nothing where there were none. */
    Map<String, Long> since(ProcessorTime earlier) {
        return ticks.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_"),
                        entry -> MILLIS * (entry.getValue() - earlier.ticks().getOrDefault(entry.getKey(), 0L)),
                        Long::sum,
                        TreeMap::new))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new));
    }
}
