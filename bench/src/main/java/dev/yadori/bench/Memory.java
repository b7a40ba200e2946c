package dev.yadori.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Memory of the processes of pods, as virt-handler of each node sees it in /proc: it is the one pod that sees all of them. */
final class Memory {
    private static final String SYSTEM = "yadori";
    private static final double MIB = 1024;

    private final KubernetesClient client;

    Memory(KubernetesClient client) {
        this.client = client;
    }

    /** What launcher pods of a namespace weigh, each on average. */
    void launchers(String prefix, String namespace, Figures figures) {
        var pods = client.pods()
                .inNamespace(namespace)
                .withLabel("kubevirt.io", "virt-launcher")
                .list()
                .getItems();
        var processes = of(pods);
        int guests = pods.size();
        double guestPss = sum(processes, ProcessMemory::guestKib);
        double pss = sum(processes, ProcessMemory::pssKib);
        figures.add(prefix + "_overhead_pss_mib_each", (pss - guestPss) / MIB / guests);
        figures.add(prefix + "_guest_touched_mib_each", guestPss / MIB / guests);
        byProgram(processes).forEach((program, those) -> {
            figures.add(prefix + "_" + program + "_rss_mib_each", sum(those, ProcessMemory::rssKib) / MIB / guests);
            figures.add(prefix + "_" + program + "_pss_mib_each", sum(those, ProcessMemory::pssKib) / MIB / guests);
            figures.add(
                    prefix + "_" + program + "_anonymous_mib_each",
                    sum(those, ProcessMemory::anonymousKib) / MIB / guests);
        });
    }

    /** The largest process of each component, by resident memory. */
    void components(String prefix, Figures figures) {
        for (var component : List.of("virt-api", "virt-controller", "virt-handler")) {
            var pods = client.pods()
                    .inNamespace(SYSTEM)
                    .withLabel("kubevirt.io", component)
                    .list()
                    .getItems();
            long most = of(pods).stream()
                    .filter(process -> process.program().equals("java"))
                    .mapToLong(ProcessMemory::rssKib)
                    .max()
                    .orElse(0);
            figures.add(prefix + "_" + component.replace('-', '_') + "_rss_mib_max", most / MIB);
        }
    }

    private static Map<String, List<ProcessMemory>> byProgram(List<ProcessMemory> processes) {
        return processes.stream()
                .collect(Collectors.groupingBy(process -> process.program().replaceAll("[^a-zA-Z0-9]", "_")));
    }

    private static long sum(List<ProcessMemory> processes, java.util.function.ToLongFunction<ProcessMemory> of) {
        return processes.stream().mapToLong(of).sum();
    }

    private List<ProcessMemory> of(List<Pod> pods) {
        var uids = pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
        var handlers = client.pods()
                .inNamespace(SYSTEM)
                .withLabel("kubevirt.io", "virt-handler")
                .list()
                .getItems();
        return handlers.stream().flatMap(handler -> of(handler, uids).stream()).toList();
    }

    private List<ProcessMemory> of(Pod handler, Set<String> uids) {
        var output = new ByteArrayOutputStream();
        var pod = client.pods().resource(handler).inContainer("virt-handler");
        var guestKib = Long.toString(BenchGuest.MEMORY_BYTES >> 10);
        try (var exec = pod.writingOutput(output).exec("bash", "-c", ProcessMemory.SCRIPT, guestKib)) {
            exec.exitCode().get(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("virt-handler does not tell what processes weigh", e);
        }
        return ProcessMemory.parse(output.toString(StandardCharsets.UTF_8)).stream()
                .filter(process -> uids.contains(process.pod()))
                .toList();
    }
}
