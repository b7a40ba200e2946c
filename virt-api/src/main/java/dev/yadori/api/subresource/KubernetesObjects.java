package dev.yadori.api.subresource;

import dev.yadori.api.http.HttpStatus;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes by the API server, without a cache. */
public final class KubernetesObjects implements ClusterObjects {

    private static final List<String> ALL = List.of("All");

    private final KubernetesClient client;

    public KubernetesObjects(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<VirtualMachine> machine(String namespace, String name) {
        return Optional.ofNullable(of(VirtualMachine.class, namespace, name).get());
    }

    @Override
    public Optional<VirtualMachineInstance> instance(String namespace, String name) {
        return Optional.ofNullable(
                of(VirtualMachineInstance.class, namespace, name).get());
    }

    @Override
    public List<Pod> launchers(VirtualMachineInstance instance) {
        Map<String, String> labels = Map.of(
                KubeVirtLabels.COMPONENT,
                KubeVirtLabels.COMPONENT_VALUE_LAUNCHER,
                KubeVirtLabels.CREATED_BY,
                instance.getMetadata().getUid());
        return client.pods()
                .inNamespace(instance.getMetadata().getNamespace())
                .withLabels(labels)
                .list()
                .getItems();
    }

    @Override
    public boolean isTainted(String node, String key) {
        Node found = client.nodes().withName(node).get();
        return found != null
                && found.getSpec() != null
                && found.getSpec().getTaints().stream().anyMatch(taint -> key.equals(taint.getKey()));
    }

    @Override
    public void apply(String namespace, String name, Write write, boolean dryRun) {
        try {
            switch (write) {
                case Write.PatchMachine(var patch) ->
                    patch(of(VirtualMachine.class, namespace, name), patch, "", dryRun);
                case Write.PatchMachineStatus(var patch) ->
                    patch(of(VirtualMachine.class, namespace, name), patch, "status", dryRun);
                case Write.PatchInstance(var patch) ->
                    patch(of(VirtualMachineInstance.class, namespace, name), patch, "", dryRun);
                case Write.PatchInstanceStatus(var patch) ->
                    patch(of(VirtualMachineInstance.class, namespace, name), patch, "status", dryRun);
                case Write.CreateMigration(var migration) -> {
                    var resource = client.resource(migration).inNamespace(namespace);
                    var _ = dryRun ? resource.dryRun().create() : resource.create();
                }
            }
        } catch (KubernetesClientException e) {
            throw e.getCode() == HttpStatus.CONFLICT ? new StaleException(e) : e;
        }
    }

    private <T extends HasMetadata> void patch(
            Resource<T> resource, List<Write.Op> patch, String subresource, boolean dryRun) {
        PatchContext.Builder context = new PatchContext.Builder().withPatchType(PatchType.JSON);
        if (dryRun) {
            context.withDryRun(ALL);
        }
        String json = client.getKubernetesSerialization().asJson(patch);
        var _ = subresource.isEmpty()
                ? resource.patch(context.build(), json)
                : resource.subresource(subresource).patch(context.build(), json);
    }

    private <T extends HasMetadata> Resource<T> of(Class<T> type, String namespace, String name) {
        return client.resources(type).inNamespace(namespace).withName(name);
    }
}
