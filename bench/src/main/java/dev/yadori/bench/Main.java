package dev.yadori.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Density, weight and chatter of guests on the cluster of KUBECONFIG. */
@Command(
        name = "guests",
        description = "Measures guests on the cluster of KUBECONFIG.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    private static final String NAMESPACE = "yadori-bench";
    private static final Duration SETTLE = Duration.ofSeconds(20);

    @Option(names = "--count", defaultValue = "10", description = "How many guests at once; ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--no-boot", description = "Leaves out the guests that boot, which emulation makes slow.")
    private boolean withoutBoot;

    @Option(names = "--no-cpu-limit", description = "Leaves out the limit of 100m, which throttles the start.")
    private boolean withoutCpuLimit;

    private final Figures figures = new Figures(System.out);

    /** Ends the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        try (var client = new KubernetesClientBuilder().build()) {
            var memory = new Memory(client);
            memory.components("idle", figures);
            watches(client);
            paused(client, memory, 1, "one");
            paused(client, memory, count, "paused");
            memory.components("after", figures);
            if (!withoutBoot) {
                booting(client);
            }
        }
        System.out.println(figures.json());
        return 0;
    }

    /** Guests whose processors do not run: what is measured is the work of the system, not of emulation. */
    private void paused(KubernetesClient client, Memory memory, int guests, String prefix)
            throws InterruptedException, ExecutionException {
        try (var bench = Bench.open(client)) {
            var before = requests(client);
            var clientsBefore = ApiRequests.byClient(metrics(client));
            var processorBefore = ProcessorTime.now(client);
            bench.start(guests, false, !withoutCpuLimit);
            processor(prefix, ProcessorTime.now(client).since(processorBefore), guests, "_ms_each");
            report(prefix, bench.timelines());
            chatter(
                    prefix,
                    requests(client).since(before).entrySet().stream()
                                    .mapToDouble(entry -> entry.getValue())
                                    .sum()
                            / guests);
            perRequest(prefix, client, before, guests);
            perClient(prefix, ApiRequests.byClient(metrics(client)).since(clientsBefore), guests);
            settle();
            var quiet = requests(client);
            var processorQuiet = ProcessorTime.now(client);
            settle();
            processor(
                    prefix + "_idle",
                    ProcessorTime.now(client).since(processorQuiet),
                    SETTLE.toSeconds(),
                    "_ms_each_second");
            idle(prefix, requests(client), quiet, guests);
            memory.launchers(prefix, NAMESPACE, figures);
            memory.components(prefix, figures);
        }
    }

    private void booting(KubernetesClient client) throws InterruptedException, ExecutionException {
        try (var bench = Bench.open(client)) {
            bench.start(count, true, !withoutCpuLimit);
            bench.awaitAnswers(count);
            report("booting", bench.timelines());
        }
    }

    private void report(String prefix, List<Timeline> timelines) {
        Arrays.stream(Stage.values()).forEach(stage -> {
            var durations = timelines.stream()
                    .map(timeline -> timeline.until(stage))
                    .flatMap(Optional::stream)
                    .toList();
            if (!durations.isEmpty()) {
                var name = prefix + "_" + stage.name().toLowerCase(java.util.Locale.ROOT);
                figures.percentiles(name, Percentiles.of(durations));
            }
        });
    }

    private void chatter(String prefix, double perGuest) {
        figures.add(prefix + "_requests_each", perGuest);
    }

    /** Only what concerns guests: the rest of the cluster talks as well. */
    private void perRequest(String prefix, KubernetesClient client, ApiRequests before, int guests) {
        requests(client).since(before).forEach((request, number) -> {
            if (request.matches(".* (virtualmachine|pods|events|nodes|kubevirts|secrets).*") && number * 2 >= guests) {
                figures.add(prefix + "_" + request.replaceAll("[ /]", "_") + "_each", (double) number / guests);
            }
        });
    }

    /** Who asked; without our flow schemas all of ours fall under service-accounts. */
    private void perClient(String prefix, Map<String, Long> requests, int guests) {
        requests.forEach((schema, number) -> {
            if (number * 2 >= guests) {
                figures.add(prefix + "_by_" + schema.replace('-', '_') + "_each", (double) number / guests);
            }
        });
    }

    /** By name, from a millisecond on; what the bench itself takes is among it. */
    private void processor(String prefix, Map<String, Long> millis, long each, String unit) {
        millis.forEach((name, taken) -> {
            if (taken >= each) {
                figures.add(prefix + "_cpu_" + name + unit, (double) taken / each);
            }
        });
    }

    /** How many watch a kind, of all clients; others than ours watch pods and nodes too. */
    private void watches(KubernetesClient client) {
        var watches = ApiRequests.watches(metrics(client)).counts();
        Stream.of("virtualmachineinstances", "virtualmachines", "virtualmachineinstancemigrations", "pods", "nodes")
                .forEach(kind -> figures.add("idle_watches_of_" + kind, (double) watches.getOrDefault(kind, 0L)));
        figures.add(
                "idle_watches",
                watches.values().stream().mapToDouble(Long::longValue).sum());
    }

    private void idle(String prefix, ApiRequests now, ApiRequests quiet, int guests) {
        double ofGuests = now.since(quiet).entrySet().stream()
                .filter(entry -> entry.getKey().matches("(PATCH|PUT|POST|UPDATE) virtualmachine.*"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        figures.add(prefix + "_idle_writes_each_minute", ofGuests / guests * 60 / SETTLE.toSeconds());
    }

    private static ApiRequests requests(KubernetesClient client) {
        return ApiRequests.byVerbAndResource(metrics(client));
    }

    private static String metrics(KubernetesClient client) {
        return Optional.ofNullable(client.raw("/metrics")).orElse("");
    }

    /** Nothing is awaited here: idleness has to last. */
    private static void settle() throws InterruptedException {
        var nothing = new CountDownLatch(1).await(SETTLE.toSeconds(), TimeUnit.SECONDS);
        if (nothing) {
            throw new IllegalStateException("nobody counts this down");
        }
    }
}
