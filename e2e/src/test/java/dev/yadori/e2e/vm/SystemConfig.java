package dev.yadori.e2e.vm;

import dev.yadori.e2e.support.ClusterNamespace;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** The KubeVirt object, which holds the configuration of all guests of the cluster. */
record SystemConfig(ClusterNamespace cluster) {

    /** A merge patch of its spec (RFC 7386), as JSON. */
    void merge(String spec) {
        cluster.client()
                .genericKubernetesResources("kubevirt.io/v1", "KubeVirt")
                .inNamespace(SystemPods.NAMESPACE)
                .withName("kubevirt")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":%s}".formatted(spec));
    }
}
