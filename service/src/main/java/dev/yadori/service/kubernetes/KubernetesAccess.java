package dev.yadori.service.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.concurrent.Executors;

/** The client of the API server, for caches that are small and never written back. */
public final class KubernetesAccess {
    private KubernetesAccess() {}

    /** As the environment of a service says it. Requests are shown to another; after a long silence the process ends, as CutOff says. */
    public static KubernetesClient ofThisProcess(Interceptor watcher) {
        return connect(Config.autoConfigure(null), List.of(watcher, CutOff.endingThisProcess()));
    }

    /**
     * The client reads what a watch tells as these types. Objects of other kinds it reads as trees of JSON first, writes those again, and
     * reads that as the type that was asked for. Each kind may be watched as one type only.
     */
    public static KubernetesClient reading(KubernetesClient client, List<Class<? extends HasMetadata>> types) {
        var serialization = client.getKubernetesSerialization();
        types.forEach(type -> serialization.registerKubernetesResource(
                HasMetadata.getApiVersion(type), HasMetadata.getKind(type), type));
        return client;
    }

    /** Kinds are known by the types that are asked for: no folder of all kinds is loaded. */
    public static KubernetesClient connect(Config config) {
        return connect(config, List.of());
    }

    /**
     * The same, and each request is shown to others. A connection carries one request at a time: one that went silent ends with
     * its request's time, whereas all requests that share one by HTTP/2 would go on being sent into it, for the quarter of an hour
     * until TCP gives it up.
     */
    public static KubernetesClient connect(Config config, List<? extends Interceptor> watchers) {
        config.setHttp2Disable(true);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new CipherOrder(config))
                .withKubernetesSerialization(serialization())
                .withHttpClientBuilderConsumer(http -> watchers.forEach(watcher ->
                        http.addOrReplaceInterceptor(watcher.getClass().getName(), watcher)))
                .withTaskExecutor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /**
     * Managed fields, half of an object, are not even parsed; fields of a newer version are left alone. A Status has to be known by
     * its kind: it comes in the stream of a watch that is too old, and one that is not recognized there is asked for again for ever.
     */
    private static KubernetesSerialization serialization() {
        var mapper = new ObjectMapper()
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .addMixIn(ObjectMeta.class, WithoutManagedFields.class);
        var serialization = new KubernetesSerialization(mapper, false);
        serialization.registerKubernetesResource("v1", "Status", Status.class);
        return serialization;
    }

    /** Laid over ObjectMeta. */
    @JsonIgnoreProperties("managedFields")
    interface WithoutManagedFields {}
}
