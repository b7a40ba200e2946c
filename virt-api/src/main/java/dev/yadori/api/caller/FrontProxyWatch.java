package dev.yadori.api.caller;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what the API server says of the certificates that it shows. While that cannot be read, the last holds. */
public final class FrontProxyWatch implements Supplier<FrontProxy>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FrontProxyWatch.class);
    private static final String NAMESPACE = "kube-system";
    private static final String NAME = "extension-apiserver-authentication";

    private final SharedIndexInformer<ConfigMap> informer;
    private volatile FrontProxy current = FrontProxy.NONE;

    private FrontProxyWatch(SharedIndexInformer<ConfigMap> informer) {
        this.informer = informer;
    }

    /** Starts to watch, and goes on trying while the API server is away. */
    public static FrontProxyWatch start(KubernetesClient client) {
        SharedIndexInformer<ConfigMap> informer = client.configMaps()
                .inNamespace(NAMESPACE)
                .withField("metadata.name", NAME)
                .runnableInformer(0);
        FrontProxyWatch watch = new FrontProxyWatch(informer);
        informer.exceptionHandler((_, _) -> true);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(ConfigMap found) {
                watch.takeOver(found);
            }

            @Override
            public void onUpdate(ConfigMap before, ConfigMap now) {
                watch.takeOver(now);
            }

            @Override
            public void onDelete(ConfigMap last, boolean finalStateUnknown) {
                LOG.atWarn().addKeyValue("name", NAME).log("ConfigMap is gone, its last state holds");
            }
        });
        var _ = informer.start();
        return watch;
    }

    @Override
    public FrontProxy get() {
        return current;
    }

    /** Whether requests of the API server can be told from others. */
    public boolean isSynced() {
        return informer.hasSynced() && current != FrontProxy.NONE;
    }

    @Override
    public void close() {
        informer.close();
    }

    private synchronized void takeOver(ConfigMap found) {
        try {
            FrontProxy next =
                    FrontProxy.from(Optional.ofNullable(found.getData()).orElse(Map.of()));
            current = next;
            List<String> authorities = next.authorities().stream()
                    .map(authority -> authority.getSubjectX500Principal().getName())
                    .toList();
            LOG.atInfo().addKeyValue("authorities", authorities).log("authorities for clients read");
        } catch (IllegalArgumentException e) {
            LOG.atError().addKeyValue("error", e.getMessage()).log("ConfigMap cannot be used, the last state holds");
        }
    }
}
