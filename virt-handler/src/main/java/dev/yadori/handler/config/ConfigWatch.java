package dev.yadori.handler.config;

import dev.yadori.crds.v1.KubeVirt;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.CompletionStage;

/** Watches the KubeVirt objects of one namespace, and goes on trying while the API server is away. */
public final class ConfigWatch implements AutoCloseable {
    private final SharedIndexInformer<KubeVirt> informer;
    private final CompletionStage<Void> firstList;

    private ConfigWatch(SharedIndexInformer<KubeVirt> informer) {
        this.informer = informer;
        firstList = informer.start();
    }

    public static ConfigWatch start(KubernetesClient client, String namespace, ConfigInForce target) {
        SharedIndexInformer<KubeVirt> informer =
                client.resources(KubeVirt.class).inNamespace(namespace).runnableInformer(0);
        informer.exceptionHandler((_, _) -> true);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(KubeVirt object) {
                target.observe(informer.getStore().list());
            }

            @Override
            public void onUpdate(KubeVirt before, KubeVirt now) {
                target.observe(informer.getStore().list());
            }

            @Override
            public void onDelete(KubeVirt object, boolean finalStateUnknown) {
                target.observe(informer.getStore().list());
            }
        });
        return new ConfigWatch(informer);
    }

    /** Done when all objects have been seen once: before that, a guest would be started by the defaults. */
    public CompletionStage<Void> firstList() {
        return firstList;
    }

    @Override
    public void close() {
        informer.close();
    }
}
