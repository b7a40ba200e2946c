package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While virt-api is away the cluster goes on without subresources, and has them again when it is back. */
class ApiOutageE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String VERSION = "/apis/subresources.kubevirt.io/v1/version";

    @Test
    void theClusterIsUsedAsEverWithoutVirtApi() {
        var client = NAMESPACE.client();
        var deployment =
                client.apps().deployments().inNamespace(SystemPods.NAMESPACE).withName("virt-api");
        int replicas = deployment.require().getSpec().getReplicas();
        try {
            deployment.scale(0);
            Guests.holds("no subresources", SOON, () -> assertThat(catchCode()).isEqualTo(503));

            NAMESPACE.create(new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("meanwhile")
                    .endMetadata()
                    .build());
            client.configMaps()
                    .inNamespace(NAMESPACE.name())
                    .withName("meanwhile")
                    .delete();
            assertThat(client.raw("/api/v1")).contains("configmaps");
            assertThat(client.raw("/openapi/v2")).contains("swagger");
        } finally {
            deployment.scale(replicas);
        }
        Guests.holds("subresources again", SOON, () -> assertThat(catchCode()).isEqualTo(200));
    }

    private static int catchCode() {
        try {
            NAMESPACE.client().raw(VERSION);
            return 200;
        } catch (KubernetesClientException e) {
            return e.getCode();
        }
    }
}
