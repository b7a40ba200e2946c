package dev.yadori.service.config;

import dev.yadori.crds.v1.KubeVirt;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Watches the KubeVirt objects of the system's namespace, and goes on trying while the API server is away or refuses: at
 * the start as later.
 */
public final class ConfigWatch implements AutoCloseable {
    private final SharedIndexInformer<KubeVirt> informer;
    private final ConfigInForce target;
    private final CompletionStage<Void> firstList;

    private ConfigWatch(SharedIndexInformer<KubeVirt> informer, ConfigInForce target) {
        this.informer = informer;
        this.target = target;
        informer.exceptionHandler((_, _) -> true);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(KubeVirt object) {
                takeOver();
            }

            @Override
            public void onUpdate(KubeVirt before, KubeVirt now) {
                takeOver();
            }

            @Override
            public void onDelete(KubeVirt object, boolean finalStateUnknown) {
                takeOver();
            }
        });
        // Handlers are told in their own time, which may be after the list is there.
        firstList = informer.start().thenRun(this::takeOver);
    }

    /** Starts to watch, and hands each state of the objects to the configuration in force. */
    public static ConfigWatch start(KubernetesClient client, String namespace, ConfigInForce target) {
        return new ConfigWatch(
                client.resources(KubeVirt.class).inNamespace(namespace).runnableInformer(0), target);
    }

    /** Done when all objects have been seen once and are in force: before that, a guest would be started by the defaults. */
    public CompletionStage<Void> firstList() {
        return firstList;
    }

    /** Whether the first list is done. */
    public boolean isSynced() {
        return firstList.toCompletableFuture().isDone();
    }

    /** The objects as they were last seen. */
    public List<KubeVirt> objects() {
        return informer.getStore().list();
    }

    @Override
    public void close() {
        informer.close();
    }

    private synchronized void takeOver() {
        target.observe(informer.getStore().list());
    }
}
