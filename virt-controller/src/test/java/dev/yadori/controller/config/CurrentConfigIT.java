package dev.yadori.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirt;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServerExtension.class)
final class CurrentConfigIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void changeOfTheObjectCountsAtOnceAndItsEndBringsTheDefaultsBack(KubeApiServer server) {
        KubernetesClient admin = server.admin();
        try (KubernetesClient client = server.asVirtController()) {
            var config = new CurrentConfig();
            config.follow(client);
            assertThat(config.get()).isEqualTo(ClusterConfig.DEFAULT);

            KubeVirt emulating = admin.resource(kubeVirt(admin, "developerConfiguration: {useEmulation: true}"))
                    .create();
            await().atMost(SOON).until(() -> config.get().useEmulation());

            admin.resource(emulating).delete();
            await().atMost(SOON).until(() -> config.get().equals(ClusterConfig.DEFAULT));
        }
    }

    private static KubeVirt kubeVirt(KubernetesClient client, String configuration) {
        return client.getKubernetesSerialization().unmarshal("""
                apiVersion: kubevirt.io/v1
                kind: KubeVirt
                metadata: {name: kubevirt, namespace: default}
                spec:
                  configuration:
                    %s
                """.formatted(configuration), KubeVirt.class);
    }
}
