package dev.yadori.controller.testkit;

import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Does to pods what a scheduler and a kubelet would: writes their node and status. */
public final class Kubelet {

    private static final PatchContext STRATEGIC = PatchContext.of(PatchType.STRATEGIC_MERGE);

    private final KubernetesClient client;
    private final String node;

    public Kubelet(KubernetesClient client, String node) {
        this.client = client;
        this.node = node;
        register();
    }

    /** As a kubelet does at its start. A node without an object is one that was taken out of the cluster. */
    private void register() {
        if (client.nodes().withName(node).get() == null) {
            client.resource(new NodeBuilder()
                            .withNewMetadata()
                            .withName(node)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    /** Gives the pod to the node, as the scheduler does. */
    public void bind(Pod pod) {
        Binding binding = new BindingBuilder()
                .withNewMetadata()
                .withName(pod.getMetadata().getName())
                .withNamespace(pod.getMetadata().getNamespace())
                .endMetadata()
                .withNewTarget()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(node)
                .endTarget()
                .build();
        client.bindings()
                .inNamespace(pod.getMetadata().getNamespace())
                .resource(binding)
                .create();
    }

    /** The scheduler finds no node. */
    public void refuse(Pod pod, String message) {
        patch(
                pod,
                Map.of(
                        "conditions",
                        List.of(new PodConditionBuilder()
                                .withType("PodScheduled")
                                .withStatus("False")
                                .withReason("Unschedulable")
                                .withMessage(message)
                                .withLastTransitionTime(now())
                                .build())));
    }

    public void run(Pod pod) {
        state(pod, "Running", new ContainerStateBuilder().withNewRunning(now()).build());
    }

    /** The container does not start. */
    public void wait(Pod pod, String reason, String message) {
        state(
                pod,
                "Pending",
                new ContainerStateBuilder().withNewWaiting(message, reason).build());
    }

    /** The container ends. */
    public void end(Pod pod, int exitCode) {
        state(
                pod,
                exitCode == 0 ? "Succeeded" : "Failed",
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withFinishedAt(now())
                        .endTerminated()
                        .build());
    }

    /** The last act on a pod that is being deleted. */
    public void remove(Pod pod) {
        resource(pod).withGracePeriod(0).delete();
    }

    private void state(Pod pod, String phase, ContainerState state) {
        var compute = new ContainerStatusBuilder()
                .withName("compute")
                .withImage("image")
                .withImageID("image")
                .withReady(state.getRunning() != null)
                .withRestartCount(0)
                .withState(state)
                .build();
        patch(pod, Map.of("phase", phase, "containerStatuses", List.of(compute)));
    }

    private void patch(Pod pod, Map<String, Object> status) {
        resource(pod)
                .subresource("status")
                .patch(STRATEGIC, client.getKubernetesSerialization().asJson(Map.of("status", status)));
    }

    private PodResource resource(Pod pod) {
        return client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName());
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
