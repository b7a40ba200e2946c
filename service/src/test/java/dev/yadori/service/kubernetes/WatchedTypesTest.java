package dev.yadori.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedTypesTest {

    @Test
    void whatAWatchTellsIsReadAsTheTypeOfItsKind() {
        var config = new ConfigBuilder().withMasterUrl("https://127.0.0.1:1").build();
        try (var client = KubernetesAccess.reading(
                KubernetesAccess.connect(config), List.of(VirtualMachineInstance.class, Pod.class))) {
            assertThat(told(client.getKubernetesSerialization()
                            .unmarshal(event("kubevirt.io/v1", "VirtualMachineInstance"), WatchEvent.class)))
                    .isEqualTo(VirtualMachineInstance.class);
            assertThat(told(client.getKubernetesSerialization().unmarshal(event("v1", "Pod"), WatchEvent.class)))
                    .isEqualTo(Pod.class);
            assertThat(told(client.getKubernetesSerialization().unmarshal(event("v1", "Node"), WatchEvent.class)))
                    .isNotEqualTo(Node.class);
        }
    }

    private static Class<?> told(WatchEvent event) {
        return event.getObject().getClass();
    }

    private static String event(String apiVersion, String kind) {
        return """
                {"type": "ADDED", "object": {"apiVersion": "%s", "kind": "%s", "metadata": {"name": "one"}}}
                """.formatted(apiVersion, kind);
    }
}
