package dev.yadori.controller.kubevirt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.testkit.RunningController;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.KubeVirt;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The components of manifests/ against a KubeVirt object that says where they shall run, with the rights of virt-controller. */
@ExtendWith(ApiServerExtension.class)
class PlacementIT {

    private static final String NAMESPACE = "yadori";
    private static final List<String> PARTS = List.of("virt-api.yaml", "virt-controller.yaml", "virt-handler.yaml");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final KubeApiServer server;
    private final KubernetesClient admin;
    private final RunningController controller;

    PlacementIT(KubeApiServer server) {
        this.server = server;
        admin = server.admin();
        PARTS.forEach(this::applyManifest);
        applyManifest("own-placement.yaml");
        controller = RunningController.start(
                server, collaborators -> List.of(new KubeVirtReconciler(collaborators, new Release("0.1.0", "amd64"))));
    }

    @BeforeEach
    void createKubeVirt() {
        admin.resource(SERIALIZATION.unmarshal(
                        "metadata: {name: kubevirt, namespace: yadori}\nspec: {}", KubeVirt.class))
                .create();
    }

    @AfterEach
    void removeEverything() {
        controller.close();
        admin.resources(KubeVirt.class).inNamespace(NAMESPACE).delete();
        admin.apps().deployments().inNamespace(NAMESPACE).delete();
        admin.apps().daemonSets().inNamespace(NAMESPACE).delete();
    }

    @Test
    void componentsGoWhereTheyAreWantedAndBack() {
        var before = deployment("virt-api").getSpec();
        var handlerBefore = handler().getSpec();

        want("""
                {"infra": {"replicas": 3, "nodePlacement": {"nodeSelector": {"infra": ""}}},
                 "workloads": {"nodePlacement": {"nodeSelector": {"guests": "yes"},
                               "tolerations": [{"key": "guests", "effect": "NoExecute", "tolerationSeconds": 5}]}}}
                """);
        holds(() -> {
            for (var name : List.of("virt-api", "virt-controller")) {
                assertThat(deployment(name).getSpec().getReplicas()).isEqualTo(3);
                assertThat(selector(deployment(name))).isEqualTo(Map.of("infra", ""));
            }
            assertThat(handler().getSpec().getTemplate().getSpec().getNodeSelector())
                    .isEqualTo(Map.of("guests", "yes"));
            assertThat(handler().getSpec().getTemplate().getSpec().getTolerations())
                    .as("beside those of the manifest")
                    .hasSize(2);
        });
        assertThat(managers(deployment("virt-api"))).contains(ShapeApplier.MANAGER);

        want("{\"infra\": null, \"workloads\": null}");
        holds(() -> {
            assertThat(deployment("virt-api").getSpec()).isEqualTo(before);
            assertThat(handler().getSpec()).isEqualTo(handlerBefore);
            assertThat(managers(deployment("virt-api"))).doesNotContain(ShapeApplier.MANAGER);
            assertThat(managers(handler())).doesNotContain(ShapeApplier.MANAGER);
        });
        assertThat(deployment("virt-api").getMetadata().getAnnotations()).doesNotContainKey(Share.ANNOTATION);
    }

    @Test
    void manifestThatIsAppliedAgainDoesNotWin() {
        want("{\"infra\": {\"replicas\": 3}}");
        holds(() -> assertThat(deployment("virt-api").getSpec().getReplicas()).isEqualTo(3));

        admin.apps().deployments().inNamespace(NAMESPACE).withName("virt-api").patch(MERGE, """
                {"spec": {"replicas": 4}}""");

        holds(() -> {
            assertThat(deployment("virt-api").getSpec().getReplicas()).isEqualTo(3);
            assertThat(deployment("virt-api").getMetadata().getAnnotations().get(Share.ANNOTATION))
                    .contains("\"manifestReplicas\":4");
        });
        want("{\"infra\": {\"replicas\": null}}");
        holds(() -> assertThat(deployment("virt-api").getSpec().getReplicas()).isEqualTo(4));
    }

    @Test
    void whatTheApiServerRefusesIsNamedAndWrittenOnce() {
        want("""
                {"infra": {"nodePlacement": {"affinity": {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [
                  {"topologyKey": "zone", "labelSelector": {"matchExpressions": [{"key": "a", "operator": "Near"}]}}]}}}}}
                """);

        holds(() -> assertThat(conditions()).anySatisfy(condition -> {
            assertThat(condition.reason()).isEqualTo("PlacementRefused");
            assertThat(condition.message()).contains("virt-api").contains("labelSelector");
        }));
    }

    @Test
    void nothingIsWrittenWhereNothingIsWanted() {
        want("{\"infra\": {\"replicas\": 3}}");
        holds(() -> assertThat(deployment("virt-controller").getSpec().getReplicas())
                .isEqualTo(3));
        var version = deployment("virt-api").getMetadata().getResourceVersion();

        want("{\"configuration\": {\"machineType\": \"pc-q35-9.0\"}}");
        holds(() -> assertThat(Objects.requireNonNull(kubevirt().getStatus()).observedGeneration())
                .isEqualTo(kubevirt().getMetadata().getGeneration()));

        assertThat(deployment("virt-api").getMetadata().getResourceVersion()).isEqualTo(version);
        assertThat(managers(handler())).doesNotContain(ShapeApplier.MANAGER);
    }

    @Test
    void nothingButPlacesIsLeftToTheController() {
        try (var own = server.asVirtController()) {
            var deployments = own.apps().deployments().inNamespace(NAMESPACE);
            // A policy is in force a moment after it was made.
            var tries = new AtomicInteger();
            holds(() -> assertThatThrownBy(
                            () -> deployments.withName("virt-api").patch(MERGE, """
                            {"spec": {"template": {"metadata": {"annotations": {"try": "%d"}}}}}""".formatted(tries.incrementAndGet())))
                    .hasMessageContaining("not what they are called"));
            assertThatThrownBy(() -> deployments.withName("virt-api").patch(MERGE, """
                            {"spec": {"template": {"spec": {"hostPID": true}}}}"""))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getMessage()).contains("not what they may do"));
            assertThatThrownBy(() -> own.apps()
                            .daemonSets()
                            .inNamespace(NAMESPACE)
                            .withName("virt-handler")
                            .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), """
                            {"spec": {"template": {"spec": {"containers": [{"name": "virt-handler", "image": "other"}]}}}}"""))
                    .hasMessageContaining("not what they are");
        }
    }

    /** Without privileges, which this API server allows nobody. */
    private void applyManifest(String name) {
        try {
            var yaml = Files.readString(dev.yadori.testkit.KubeApiServer.file("manifests/" + name));
            admin.load(new ByteArrayInputStream(yaml.replace("privileged: true", "privileged: false")
                            .getBytes(UTF_8)))
                    .items()
                    .forEach(item -> admin.resource(item).serverSideApply());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void want(String spec) {
        admin.resources(KubeVirt.class)
                .inNamespace(NAMESPACE)
                .withName("kubevirt")
                .patch(MERGE, "{\"spec\":" + spec + "}");
    }

    private static void holds(ThrowingRunnable assertion) {
        await().atMost(SOON).untilAsserted(assertion);
    }

    private KubeVirt kubevirt() {
        return admin.resources(KubeVirt.class)
                .inNamespace(NAMESPACE)
                .withName("kubevirt")
                .require();
    }

    private List<Condition> conditions() {
        var status = kubevirt().getStatus();
        return status == null ? List.of() : status.conditions();
    }

    private Deployment deployment(String name) {
        return admin.apps().deployments().inNamespace(NAMESPACE).withName(name).require();
    }

    private DaemonSet handler() {
        return admin.apps()
                .daemonSets()
                .inNamespace(NAMESPACE)
                .withName("virt-handler")
                .require();
    }

    private static Map<String, String> selector(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getNodeSelector();
    }

    private static List<String> managers(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream()
                .map(ManagedFieldsEntry::getManager)
                .toList();
    }
}
