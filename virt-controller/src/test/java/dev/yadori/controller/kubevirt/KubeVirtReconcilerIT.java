package dev.yadori.controller.kubevirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.testkit.RunningController;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.KubeVirtSpec;
import dev.yadori.crds.v1.KubeVirtStatus.Phase;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServerExtension.class)
class KubeVirtReconcilerIT {

    private static final String NAMESPACE = "yadori";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final KubernetesClient admin;
    private final RunningController controller;

    KubeVirtReconcilerIT(KubeApiServer server) {
        admin = server.admin();
        controller = RunningController.start(
                server, collaborators -> List.of(new KubeVirtReconciler(collaborators, new Release("0.1.0", "amd64"))));
    }

    @AfterEach
    void removeEverything() {
        controller.close();
        admin.resources(KubeVirt.class).inNamespace(NAMESPACE).delete();
        admin.apps().deployments().inNamespace(NAMESPACE).delete();
        admin.apps().daemonSets().inNamespace(NAMESPACE).delete();
    }

    @Test
    void systemIsDeployedWhenItsPartsAreReady() {
        var metadata = new ObjectMetaBuilder()
                .withName("kubevirt")
                .withNamespace(NAMESPACE)
                .build();
        admin.resource(new KubeVirt(metadata, KubeVirtSpec.empty())).create();
        awaitPhase(Phase.DEPLOYING);

        createDeployment("virt-api");
        createDeployment("virt-controller");
        createHandler();
        for (var name : List.of("virt-api", "virt-controller")) {
            patchDeployment(
                    name, "{\"observedGeneration\":1,\"replicas\":2,\"updatedReplicas\":2,\"readyReplicas\":2}");
        }
        awaitPhase(Phase.DEPLOYED);

        admin.resources(KubeVirt.class)
                .inNamespace(NAMESPACE)
                .withName("kubevirt")
                .patch(MERGE, "{\"spec\":{\"configuration\":{\"machineType\":\"pc\"}}}");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(conditions())
                        .containsEntry("Synchronized", "False")
                        .containsEntry("Available", "True"));

        patchDeployment("virt-api", "{\"observedGeneration\":1,\"replicas\":2,\"readyReplicas\":1}");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(conditions())
                        .containsEntry("Available", "False")
                        .containsEntry("Degraded", "True"));
    }

    @Test
    void guestsOfAnOlderLauncherAreCounted() {
        admin.resource(new KubeVirt(
                        new ObjectMetaBuilder()
                                .withName("kubevirt")
                                .withNamespace(NAMESPACE)
                                .build(),
                        KubeVirtSpec.empty()))
                .create();
        awaitOutdated(0);

        var outdated = List.of(guest("first"), guest("second"));
        awaitOutdated(2);

        admin.resource(outdated.getFirst())
                .patch(MERGE, "{\"metadata\":{\"labels\":{\"kubevirt.io/outdatedLauncherImage\":null}}}");
        awaitOutdated(1);

        admin.resource(outdated.getLast()).subresource("status").patch(MERGE, "{\"status\":{\"phase\":\"Succeeded\"}}");
        awaitOutdated(0);
        outdated.forEach(guest -> admin.resource(guest).delete());
    }

    private VirtualMachineInstance guest(String name) {
        return admin.resource(SERIALIZATION.unmarshal("""
                        metadata: {name: %s, namespace: default, labels: {kubevirt.io/outdatedLauncherImage: ""}}
                        spec: {domain: {devices: {}}}
                        """.formatted(name), VirtualMachineInstance.class))
                .create();
    }

    private void awaitOutdated(int count) {
        await().atMost(SOON).untilAsserted(() -> {
            var status = kubevirt().getStatus();
            assertThat(status == null ? null : status.outdatedVirtualMachineInstanceWorkloads())
                    .isEqualTo(count);
        });
    }

    private void awaitPhase(Phase phase) {
        await().atMost(SOON).untilAsserted(() -> {
            var status = kubevirt().getStatus();
            assertThat(status == null ? null : status.phase()).isEqualTo(phase);
        });
    }

    private Map<String, String> conditions() {
        return Objects.requireNonNull(kubevirt().getStatus()).conditions().stream()
                .collect(Collectors.toMap(Condition::type, Condition::status));
    }

    private KubeVirt kubevirt() {
        return admin.resources(KubeVirt.class)
                .inNamespace(NAMESPACE)
                .withName("kubevirt")
                .require();
    }

    private void patchDeployment(String name, String status) {
        admin.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(name)
                .subresource("status")
                .patch(MERGE, "{\"status\":" + status + "}");
    }

    private void createDeployment(String name) {
        admin.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(NAMESPACE)
                        .addToLabels(Component.LABEL, name)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(2)
                        .withSelector(new LabelSelectorBuilder()
                                .addToMatchLabels(Component.LABEL, name)
                                .build())
                        .withTemplate(pod(name))
                        .endSpec()
                        .build())
                .create();
    }

    /** For no node: there is none here. */
    private void createHandler() {
        admin.resource(new DaemonSetBuilder()
                        .withNewMetadata()
                        .withName("virt-handler")
                        .withNamespace(NAMESPACE)
                        .addToLabels(Component.LABEL, "virt-handler")
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(new LabelSelectorBuilder()
                                .addToMatchLabels(Component.LABEL, "virt-handler")
                                .build())
                        .withTemplate(pod("virt-handler"))
                        .endSpec()
                        .build())
                .create();
        admin.apps()
                .daemonSets()
                .inNamespace(NAMESPACE)
                .withName("virt-handler")
                .subresource("status")
                .patch(
                        MERGE,
                        "{\"status\":{\"observedGeneration\":1,\"desiredNumberScheduled\":0,"
                                + "\"currentNumberScheduled\":0,\"numberMisscheduled\":0,\"numberReady\":0}}");
    }

    private static PodTemplateSpec pod(String name) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels(Component.LABEL, name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(name)
                .withImage("registry.test/" + name + ":1")
                .endContainer()
                .endSpec()
                .build();
    }
}
