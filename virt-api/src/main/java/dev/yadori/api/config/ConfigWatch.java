package dev.yadori.api.config;

import dev.yadori.crds.v1.KubeVirt;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;

/** Watches the KubeVirt objects of one namespace. Goes on trying while the API server is away. */
public final class ConfigWatch implements AutoCloseable {

    private final SharedIndexInformer<KubeVirt> informer;

    private ConfigWatch(SharedIndexInformer<KubeVirt> informer) {
        this.informer = informer;
    }

    /** Starts to watch, and hands each state of the objects to the configuration in force. */
    public static ConfigWatch start(KubernetesClient client, String namespace, ConfigInForce target) {
        SharedIndexInformer<KubeVirt> informer =
                client.resources(KubeVirt.class).inNamespace(namespace).runnableInformer(0);
        informer.exceptionHandler((started, error) -> true);
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
        var _ = informer.start();
        return new ConfigWatch(informer);
    }

    /** Whether all objects have been seen once. */
    public boolean isSynced() {
        return informer.hasSynced();
    }

    /** The objects as they were last seen. */
    public List<KubeVirt> objects() {
        return informer.getStore().list();
    }

    @Override
    public void close() {
        informer.close();
    }
}
