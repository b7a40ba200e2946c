package dev.yadori.controller;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.concurrent.Executors;

/** The client of the API server, set up for caches that are small and never written back. */
public final class KubernetesAccess {

    private KubernetesAccess() {}

    /**
     * A client that does not even parse managed fields, which are half of an object and which nobody here reads, and that
     * leaves fields alone which this version does not know.
     */
    public static KubernetesClient connect(Config config) {
        var mapper = new ObjectMapper()
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .addMixIn(ObjectMeta.class, WithoutManagedFields.class);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
                .withTaskExecutor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** Laid over ObjectMeta. */
    interface WithoutManagedFields {
        @JsonIgnore
        List<ManagedFieldsEntry> getManagedFields();
    }
}
