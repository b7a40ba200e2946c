package dev.yadori.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubeApiServerExtension.class)
class KubernetesAccessIT {

    @Test
    void whoWroteWhichFieldIsNotKeptAndNotWiped(KubeApiServer server) {
        try (var client = KubernetesAccess.connect(server.config())) {
            var made = client.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("fields")
                            .withNamespace("default")
                            .endMetadata()
                            .addToData("a", "1")
                            .build())
                    .create();
            assertThat(made.getMetadata().getManagedFields()).isEmpty();

            made.getData().put("a", "2");
            client.resource(made).update();

            var stored = server.client().resource(made).get();
            assertThat(stored.getData()).containsEntry("a", "2");
            assertThat(stored.getMetadata().getManagedFields()).isNotEmpty();
        }
    }
}
