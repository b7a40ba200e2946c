package dev.yadori.handler.heartbeat;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.service.kubernetes.KubernetesAccess;
import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubeApiServerExtension.class)
class KubernetesNodeObjectIT implements NodeObjectContract {

    private final KubernetesClient client;

    KubernetesNodeObjectIT(KubeApiServer server) {
        client = KubernetesAccess.connect(server.config());
    }

    @Override
    public NodeObject fresh() {
        String name = "node-" + UUID.randomUUID();
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return new KubernetesNodeObject(client, name);
    }

    @Test
    void nodeThatIsNotThereIsAFailure() {
        NodeObject node = new KubernetesNodeObject(client, "nowhere");
        assertThatThrownBy(node::read).hasMessageContaining("nowhere");
    }
}
