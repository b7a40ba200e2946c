package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A guest and its pod, as a controller and a kubelet put them into an API server. */
record Placed(KubernetesClient client, String namespace, String vmiUid, String podUid) {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String NAME = "tiny";

    /** A guest in Scheduling, whose pod is bound to a node. */
    static Placed on(KubernetesClient client, String node) {
        var namespace = client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("handler-it-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
        var sample = Sample.vmi("Scheduling");
        sample.getMetadata().setNamespace(namespace);
        sample.getMetadata().setUid(null);
        sample.getMetadata().setResourceVersion(null);
        sample.getMetadata().setGeneration(null);
        var made = client.resource(sample.withStatus(null)).create();
        var pod = client.resource(pod(namespace, made.getMetadata().getUid(), node))
                .create();
        var placed = new Placed(
                client,
                namespace,
                made.getMetadata().getUid(),
                pod.getMetadata().getUid());
        placed.patch("{\"status\":{\"phase\":\"Scheduling\",\"nodeName\":\"%s\",\"activePods\":{\"%s\":\"%s\"}}}"
                .formatted(node, placed.podUid(), node));
        return placed;
    }

    private static Pod pod(String namespace, String vmiUid, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName("virt-launcher-tiny-")
                .withNamespace(namespace)
                .withLabels(Map.of("kubevirt.io", "virt-launcher"))
                .addNewOwnerReference()
                .withApiVersion("kubevirt.io/v1")
                .withKind("VirtualMachineInstance")
                .withName(NAME)
                .withUid(vmiUid)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withAutomountServiceAccountToken(false)
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("compute")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
    }

    @Nullable
    VirtualMachineInstance vmi() {
        return guest().get();
    }

    private Resource<VirtualMachineInstance> guest() {
        return client.resources(VirtualMachineInstance.class)
                .inNamespace(namespace)
                .withName(NAME);
    }

    /** The controller hands over. */
    void scheduled() {
        patch("""
                {"status":{"phase":"Scheduled","phaseTransitionTimestamps":
                  [{"phase":"Scheduled","phaseTransitionTimestamp":"2026-03-01T11:00:00Z"}]}}
                """);
    }

    void containerEnded(int code) {
        podStatus("""
                {"status":{"phase":"Failed","containerStatuses":[{"name":"compute","image":"none","imageID":"none",
                  "ready":false,"restartCount":0,"state":{"terminated":{"exitCode":%d,"reason":"Error"}}}]}}
                """.formatted(code));
    }

    /** The controller keeps the object until the guest has ended. */
    void hold() {
        guest().patch(MERGE, "{\"metadata\":{\"finalizers\":[\"kubevirt.io/foregroundDeleteVirtualMachine\"]}}");
    }

    void release() {
        guest().patch(MERGE, "{\"metadata\":{\"finalizers\":null}}");
    }

    void delete() {
        guest().delete();
    }

    void removePod() {
        pods().delete();
    }

    void remove() {
        removePod();
        delete();
        client.namespaces().withName(namespace).delete();
    }

    private void patch(String json) {
        guest().subresource("status").patch(MERGE, json);
    }

    private void podStatus(String json) {
        pods().resources().forEach(pod -> pod.subresource("status").patch(MERGE, json));
    }

    private FilterWatchListDeletable<Pod, PodList, PodResource> pods() {
        return client.pods().inNamespace(namespace).withLabel("kubevirt.io", "virt-launcher");
    }
}
