package dev.yadori.controller.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.ControllerConfig;
import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.testkit.RunningController;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.VirtualMachine;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.APIServiceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The system as a whole, with the policy of the manifests in force. */
@ExtendWith(ApiServerExtension.class)
class SystemReconcilerIT {

    private static final String NAMESPACE = "yadori";
    private static final String LEAVING = "leaving";
    private static final Duration SOON = Duration.ofMinutes(3);

    private final KubeApiServer server;
    private final KubernetesClient admin;
    private final List<HasMetadata> policy;
    private final RunningController controller;

    SystemReconcilerIT(KubeApiServer server) throws IOException {
        this.server = server;
        admin = server.admin();
        try (var yaml = Files.newInputStream(dev.yadori.testkit.KubeApiServer.file("manifests/removal.yaml"))) {
            policy = admin.load(yaml).items();
        }
        policy.forEach(item -> admin.resource(item).serverSideApply());
        endGuestsOfOtherTests();
        controller = RunningController.start(server, collaborators -> List.of(new SystemReconciler(collaborators)));
    }

    @BeforeEach
    void waitForTheFirstLook() {
        await().atMost(SOON).untilAsserted(() -> assertThat(told()).isEqualTo("none"));
    }

    @AfterEach
    void removeEverything() {
        admin.resources(VirtualMachine.class).inNamespace(NAMESPACE).delete();
        await().atMost(SOON).untilAsserted(() -> assertThat(told()).isEqualTo("none"));
        controller.close();
        admin.resources(KubeVirt.class).inNamespace(NAMESPACE).delete();
        admin.serviceAccounts().inNamespace(NAMESPACE).delete();
        policy.forEach(item -> admin.resource(item).delete());
    }

    @Test
    void aClusterWithoutConfigurationGetsTheDefaultOne() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(admin.resources(KubeVirt.class)
                                .inNamespace(NAMESPACE)
                                .withName(SystemReconciler.KUBE_VIRT)
                                .get())
                        .isNotNull());
    }

    @Test
    void whileThereAreGuestsNothingOfTheSystemIsRemoved() {
        var part = part("part-of-the-system", Map.of());
        createMachine();

        awaitRefusalOf(part);
        // Neither has a label of ours here.
        assertThatThrownBy(() -> definition().dryRun(true).delete()).hasMessageContaining("there are virtual machines");
        assertThatThrownBy(() ->
                        admin.namespaces().withName(NAMESPACE).dryRun(true).delete())
                .hasMessageContaining("there are virtual machines");
        assertThatCode(() -> admin.namespaces()
                        .withName("kube-node-lease")
                        .dryRun(true)
                        .delete())
                .doesNotThrowAnyException();
        // The policy itself goes last.
        policy.forEach(item -> admin.resource(item).delete());
        assertThatThrownBy(() -> admin.resource(part).delete()).hasMessageContaining("there are virtual machines");

        admin.resources(VirtualMachine.class).inNamespace(NAMESPACE).delete();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(policy)
                        .allSatisfy(
                                item -> assertThat(admin.resource(item).get()).isNull()));
        admin.resource(part).delete();
        assertThat(admin.resource(part).get()).isNull();
    }

    @Test
    void whatIsAllowedByNameGoesAllTheSame() {
        var refused = part("refused", Map.of());
        var allowed = part("allowed", Map.of("yadori.dev/removal", "allowed"));
        createMachine();
        await().atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(
                                () -> admin.resource(refused).dryRun(true).delete())
                        .hasMessageContaining("yadori.dev/removal=allowed"));

        admin.resource(allowed).delete();

        assertThat(admin.resource(allowed).get()).isNull();
    }

    /** As when the system is removed and installed again on a cluster whose API server goes on. */
    @Test
    void aPolicyThatWasAwayIsInForceAgain() {
        var part = part("part-of-the-system", Map.of());
        createMachine();
        awaitRefusalOf(part);
        admin.resources(VirtualMachine.class).inNamespace(NAMESPACE).delete();
        policy.forEach(item -> admin.resource(item).delete());
        await().atMost(SOON).untilAsserted(() -> assertThat(told()).isEqualTo("none"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(policy)
                        .allSatisfy(
                                item -> assertThat(admin.resource(item).get()).isNull()));
        createMachine();
        await().atMost(SOON).untilAsserted(() -> assertThat(told()).isEqualTo("exist"));
        // The API server has noticed that the policy is away.
        await().atMost(SOON)
                .untilAsserted(() -> assertThatCode(
                                () -> admin.resource(part).dryRun(true).delete())
                        .doesNotThrowAnyException());

        policy.forEach(item -> admin.resource(item).serverSideApply());

        awaitRefusalOf(part);
    }

    private void awaitRefusalOf(HasMetadata part) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(
                                () -> admin.resource(part).dryRun(true).delete())
                        .isInstanceOf(KubernetesClientException.class)
                        .hasMessageContaining("there are virtual machines"));
    }

    /** Of a namespace of its own: that of the others is there for all tests of this server. */
    @Test
    void whenTheNamespaceGoesTheApiServicesGo() {
        SystemReconciler.API_SERVICES.forEach(
                name -> admin.resource(apiService(name)).create());
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(LEAVING)
                        .endMetadata()
                        .build())
                .create();
        try (var other = RunningController.start(server, SystemReconcilerIT::ofLeavingNamespace)) {
            assertThat(other).isNotNull();

            admin.namespaces().withName(LEAVING).delete();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(SystemReconciler.API_SERVICES)
                            .allSatisfy(name -> assertThat(admin.resources(APIService.class)
                                            .withName(name)
                                            .get())
                                    .isNull()));
        } finally {
            admin.resources(KubeVirt.class).inNamespace(LEAVING).delete();
        }
    }

    private static List<Reconciler<? extends HasMetadata>> ofLeavingNamespace(Collaborators all) {
        var config = new ControllerConfig(LEAVING, "virt-controller-0", "launcher:test", 0, false);
        return List.of(new SystemReconciler(new Collaborators(all.client(), config, all.clusterConfig(), all.clock())));
    }

    private static APIService apiService(String name) {
        return new APIServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withGroup("subresources.kubevirt.io")
                .withVersion(name.substring(0, name.indexOf('.')))
                .withGroupPriorityMinimum(1000)
                .withVersionPriority(15)
                .withNewService()
                .withNamespace(LEAVING)
                .withName("virt-api")
                .endService()
                .endSpec()
                .build();
    }

    private Resource<CustomResourceDefinition> definition() {
        return admin.apiextensions().v1().customResourceDefinitions().withName("virtualmachineinstances.kubevirt.io");
    }

    /** Nobody is left who would take their finalizers away. */
    private void endGuestsOfOtherTests() {
        for (var kind : SystemReconciler.GUESTS) {
            for (var guest : admin.resources(kind).inAnyNamespace().list().getItems()) {
                var left = admin.resources(kind)
                        .inNamespace(guest.getMetadata().getNamespace())
                        .withName(guest.getMetadata().getName());
                left.delete();
                if (left.get() != null) {
                    left.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
                }
            }
        }
    }

    private String told() {
        var object = admin.resources(KubeVirt.class)
                .inNamespace(NAMESPACE)
                .withName(SystemReconciler.KUBE_VIRT)
                .get();
        return object == null
                ? "nothing"
                : object.getMetadata().getAnnotations().getOrDefault(RemovalGuard.ANNOTATION, "nothing");
    }

    private HasMetadata part(String name, Map<String, String> annotations) {
        return admin.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(NAMESPACE)
                        .addToLabels("app.kubernetes.io/part-of", "yadori")
                        .withAnnotations(annotations)
                        .endMetadata()
                        .build())
                .create();
    }

    private void createMachine() {
        admin.load(new ByteArrayInputStream("""
                apiVersion: kubevirt.io/v1
                kind: VirtualMachine
                metadata: {name: kept, namespace: yadori}
                spec:
                  runStrategy: Halted
                  template: {spec: {domain: {devices: {}}}}
                """.getBytes(StandardCharsets.UTF_8)))
                .create();
    }
}
