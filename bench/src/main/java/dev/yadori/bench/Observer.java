package dev.yadori.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Watches the instances and launcher pods of a namespace and notes when each reaches a stage. */
final class Observer implements AutoCloseable {
    private final InstantSource clock;
    private final Map<String, Timeline> timelines = new ConcurrentHashMap<>();
    private final List<Watch> watches;

    private Observer(KubernetesClient client, String namespace, InstantSource clock) {
        this.clock = clock;
        watches = List.of(
                client.pods().inNamespace(namespace).watch(new Each<>(this::pod)),
                client.genericKubernetesResources(BenchGuest.API_VERSION, BenchGuest.KIND)
                        .inNamespace(namespace)
                        .watch(new Each<>(this::instance)));
    }

    static Observer start(KubernetesClient client, String namespace, InstantSource clock) {
        return new Observer(client, namespace, clock);
    }

    /** From here on a guest is expected; it is created now. */
    void expect(String name) {
        timelines.put(name, new Timeline(clock.instant()));
    }

    /** A stage that this one does not see by itself. */
    void reached(String name, Stage stage) {
        reached(name, stage, clock.instant());
    }

    /** The same, at a time that somebody else has noted. */
    void reached(String name, Stage stage, Instant at) {
        Optional.ofNullable(timelines.get(name)).ifPresent(timeline -> timeline.reached(stage, at));
    }

    boolean allReached(Stage stage) {
        return timelines.values().stream().allMatch(timeline -> timeline.has(stage));
    }

    List<Timeline> timelines() {
        return List.copyOf(timelines.values());
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }

    private void pod(Pod pod, Instant now) {
        var timeline = Optional.ofNullable(pod.getMetadata().getLabels())
                .map(labels -> labels.get("vm.kubevirt.io/name"))
                .map(timelines::get);
        if (timeline.isEmpty()) {
            return;
        }
        timeline.get().reached(Stage.POD_CREATED, now);
        if (pod.getSpec().getNodeName() != null) {
            timeline.get().reached(Stage.POD_SCHEDULED, now);
        }
        if (isTrue(pod, "PodReadyToStartContainers")) {
            timeline.get().reached(Stage.SANDBOX_UP, now);
        }
        if (pod.getStatus().getContainerStatuses().stream()
                .anyMatch(container -> container.getState().getRunning() != null)) {
            timeline.get().reached(Stage.CONTAINER_STARTED, now);
        }
    }

    private static boolean isTrue(Pod pod, String condition) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(found ->
                        found.getType().equals(condition) && found.getStatus().equals("True"));
    }

    private void instance(GenericKubernetesResource instance, Instant now) {
        var timeline = Optional.ofNullable(timelines.get(instance.getMetadata().getName()));
        String phase = instance.get("status", "phase");
        if (timeline.isEmpty() || phase == null) {
            return;
        }
        switch (phase) {
            case "Scheduled" -> timeline.get().reached(Stage.SCHEDULED, now);
            case "Running" -> timeline.get().reached(Stage.RUNNING, now);
            default -> {
                // Earlier, or over.
            }
        }
    }

    private final class Each<T> implements Watcher<T> {
        private final BiConsumer<T, Instant> see;

        Each(BiConsumer<T, Instant> see) {
            this.see = see;
        }

        @Override
        public void eventReceived(Action action, T object) {
            see.accept(object, clock.instant());
        }

        @Override
        public void onClose(WatcherException cause) {
            throw new IllegalStateException("the API server has ended a watch: times would be wrong", cause);
        }
    }
}
