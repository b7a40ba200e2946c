package dev.yadori.bench;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** One run with a number of guests, from a fresh namespace to one that is gone. */
final class Bench implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String NAMESPACE = "yadori-bench";

    private final KubernetesClient client;
    private final Observer observer;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);

    private Bench(KubernetesClient client) {
        this.client = client;
        observer = Observer.start(client, NAMESPACE, InstantSource.system());
    }

    static Bench open(KubernetesClient client) {
        var namespace =
                new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata();
        client.resource(namespace.build()).create();
        client.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return new Bench(client);
    }

    /** Creates guests, one each 100 ms, and waits until all run. */
    void start(int count, boolean booting, boolean cpuLimited) throws InterruptedException, ExecutionException {
        var creations = IntStream.range(0, count)
                .mapToObj(i -> timer.schedule(
                        () -> create(new BenchGuest("guest-" + i, booting, cpuLimited)),
                        BETWEEN.toMillis() * i,
                        TimeUnit.MILLISECONDS))
                .toList();
        for (var creation : creations) {
            creation.get();
        }
        await(count + " guests run", () -> observer.timelines().size() == count && observer.allReached(Stage.RUNNING));
    }

    /** When each reached what. */
    List<Timeline> timelines() {
        var all = observer.timelines();
        IntStream.range(0, all.size()).forEach(i -> readLog("guest-" + i));
        return observer.timelines();
    }

    /** What only the launcher sees. */
    private void readLog(String name) {
        pods(name).forEach(pod -> {
            var log = client.pods()
                    .inNamespace(NAMESPACE)
                    .withName(pod.getMetadata().getName())
                    .inContainer("compute")
                    .getLog();
            LauncherLog.parse(log).stages().forEach((stage, at) -> observer.reached(name, stage, at));
        });
    }

    private List<Pod> pods(String name) {
        return client.pods()
                .inNamespace(NAMESPACE)
                .withLabel("vm.kubevirt.io/name", name)
                .list()
                .getItems();
    }

    /** Asks each guest for its page through the API server until all have answered. */
    void awaitAnswers(int count) throws InterruptedException {
        await(count + " guests answer", () -> {
            for (int i = 0; i < count; i++) {
                ask("guest-" + i);
            }
            return observer.allReached(Stage.ANSWERS);
        });
    }

    private void create(BenchGuest guest) {
        observer.expect(guest.name());
        client.resource(guest.manifest()).inNamespace(NAMESPACE).create();
    }

    private void ask(String name) {
        var pods = pods(name);
        if (!pods.isEmpty()) {
            var page = "/api/v1/namespaces/%s/pods/%s:80/proxy/"
                    .formatted(NAMESPACE, pods.getFirst().getMetadata().getName());
            if (answers(page)) {
                observer.reached(name, Stage.ANSWERS);
            }
        }
    }

    private boolean answers(String page) {
        try {
            return "up".equals(Objects.requireNonNullElse(client.raw(page), "").strip());
        } catch (io.fabric8.kubernetes.client.KubernetesClientException notYet) {
            return false;
        }
    }

    private void await(String what, BooleanSupplier fact) throws InterruptedException {
        var done = new CountDownLatch(1);
        var poll = timer.scheduleWithFixedDelay(
                () -> {
                    if (fact.getAsBoolean()) {
                        done.countDown();
                    }
                },
                0,
                POLL.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            if (!done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("not so within " + PATIENCE.toMinutes() + " minutes: " + what);
            }
        } finally {
            poll.cancel(false);
        }
    }

    @Override
    public void close() {
        observer.close();
        timer.shutdownNow();
        var namespace = client.namespaces().withName(NAMESPACE);
        namespace.delete();
        namespace.waitUntilCondition(Objects::isNull, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
