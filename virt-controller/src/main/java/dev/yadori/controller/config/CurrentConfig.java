package dev.yadori.controller.config;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.config.ConfigViolation;
import dev.yadori.crds.v1.KubeVirt;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the configuration in force, as the KubeVirt object says. A reconciler asks for it each time, so that a change
 * needs no restart. Of several objects the oldest counts, so that a new one changes nothing by surprise.
 */
public final class CurrentConfig implements Supplier<ClusterConfig> {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentConfig.class);

    private final AtomicReference<ClusterConfig> current = new AtomicReference<>(ClusterConfig.DEFAULT);

    @Override
    public ClusterConfig get() {
        return current.get();
    }

    /**
     * Follows the KubeVirt objects of the cluster until the client is closed. Those that are there count from the return on.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when they cannot be listed
     */
    public void follow(KubernetesClient client) {
        SharedIndexInformer<KubeVirt> informer =
                client.resources(KubeVirt.class).inAnyNamespace().runnableInformer(0);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(KubeVirt added) {
                observe(informer.getStore().list());
            }

            @Override
            public void onUpdate(KubeVirt former, KubeVirt changed) {
                observe(informer.getStore().list());
            }

            @Override
            public void onDelete(KubeVirt deleted, boolean finalStateUnknown) {
                observe(informer.getStore().list());
            }
        });
        informer.run();
        observe(informer.getStore().list());
    }

    /** Puts in force what these objects say, all there are. */
    void observe(Collection<KubeVirt> objects) {
        ClusterConfig.Resolution resolution = ClusterConfig.from(objects);
        ClusterConfig before = current.getAndSet(resolution.config());
        if (!before.equals(resolution.config())) {
            List<String> defaulted =
                    resolution.violations().stream().map(ConfigViolation::field).toList();
            LOG.atInfo().addKeyValue("defaulted", defaulted).log("configuration replaced");
        }
    }
}
