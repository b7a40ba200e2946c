package dev.yadori.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.service.kubernetes.KubernetesAccess;
import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubeApiServerExtension.class)
class ConfigWatchIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void changeOfTheObjectCountsAtOnceAndItsEndBringsTheDefaultsBack(KubeApiServer server) {
        var config = new ConfigInForce();
        try (var client = KubernetesAccess.connect(server.config());
                var watch = ConfigWatch.start(client, "default", config)) {
            await().atMost(SOON).until(watch::isSynced);
            assertThat(config.get()).isEqualTo(ClusterConfig.DEFAULT);

            var emulating = client.resource(emulating(client)).create();
            await().atMost(SOON).until(() -> config.get().useEmulation());

            client.resource(emulating).delete();
            await().atMost(SOON).until(() -> config.get().equals(ClusterConfig.DEFAULT));
        }
    }

    private static KubeVirt emulating(KubernetesClient client) {
        return client.getKubernetesSerialization().unmarshal("""
                apiVersion: kubevirt.io/v1
                kind: KubeVirt
                metadata: {name: kubevirt, namespace: default}
                spec:
                  configuration:
                    developerConfiguration: {useEmulation: true}
                """, KubeVirt.class);
    }
}
