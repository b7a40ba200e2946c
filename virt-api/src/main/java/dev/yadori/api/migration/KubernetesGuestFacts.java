package dev.yadori.api.migration;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the API server each time: admission decides by what is, not by what a cache has heard. */
public final class KubernetesGuestFacts implements GuestFacts {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;

    public KubernetesGuestFacts(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<VirtualMachineInstance> guest(String namespace, String name) {
        return Optional.ofNullable(client.resources(VirtualMachineInstance.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    @Override
    public List<VirtualMachineInstanceMigration> migrations(String namespace, String guest) {
        return client.resources(VirtualMachineInstanceMigration.class).inNamespace(namespace).list().getItems().stream()
                .filter(migration -> Optional.ofNullable(migration.getSpec())
                        .map(VirtualMachineInstanceMigrationSpec::vmiName)
                        .filter(guest::equals)
                        .isPresent())
                .toList();
    }

    @Override
    public Optional<Pod> pod(String namespace, String name) {
        return Optional.ofNullable(
                client.pods().inNamespace(namespace).withName(name).get());
    }

    @Override
    public List<Pod> pods(String namespace, Map<String, String> labels) {
        return client.pods().inNamespace(namespace).withLabels(labels).list().getItems();
    }

    @Override
    public List<Node> nodes() {
        return client.nodes().list().getItems();
    }

    @Override
    public void evacuate(VirtualMachineInstance guest, String node) {
        client.resource(guest)
                .subresource("status")
                .patch(
                        MERGE,
                        client.getKubernetesSerialization()
                                .asJson(Map.of("status", Map.of("evacuationNodeName", node))));
    }
}
