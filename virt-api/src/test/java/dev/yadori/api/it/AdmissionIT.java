package dev.yadori.api.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A user, a controller and the API server, with our webhooks between them as the manifests configure them. */
@ExtendWith(KubeApiServerExtension.class)
class AdmissionIT {

    private static final String CONTROLLER = "system:serviceaccount:yadori:virt-controller";
    private static final PatchContext JSON = PatchContext.of(PatchType.JSON);
    private static final JsonNode GOOD = Manifests.yaml("{runStrategy: Always, template: {spec: {domain: {memory:"
            + " {guest: 128Mi}, devices: {}}, volumes: [{name: root, containerDisk: {image: 'example/disk:1'}}]}}}");
    private static final JsonNode INSTANCE = Manifests.yaml("{domain: {memory: {guest: 128Mi}, devices: {}}}");

    private final KubeApiServer server;
    private final KubernetesClient user;
    private final KubernetesClient controller;
    private RunningWebhooks webhooks;

    AdmissionIT(KubeApiServer server) {
        this.server = server;
        this.user = server.as("somebody");
        this.controller = server.as(CONTROLLER);
    }

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        webhooks = RunningWebhooks.start(server, folder);
    }

    @AfterEach
    void stop() throws Exception {
        webhooks.close();
        for (String kind : List.of("VirtualMachine", "VirtualMachineInstance", "KubeVirt")) {
            for (GenericKubernetesResource object : server.client()
                    .genericKubernetesResources("kubevirt.io/v1", kind)
                    .inAnyNamespace()
                    .list()
                    .getItems()) {
                remove(server.client().resource(object));
            }
        }
        user.close();
        controller.close();
    }

    @Test
    void theSpecOfAMachineStaysAsItWasWritten() {
        GenericKubernetesResource made =
                user.resource(Manifests.of("VirtualMachine", "web", GOOD)).create();

        assertThat(spec(made)).isEqualTo(GOOD);
        assertThat(made.getMetadata().getFinalizers()).containsExactly("kubevirt.io/virtualMachineControllerFinalize");
    }

    @Test
    void aMachineIsToldOfEachFaultByItsPath() {
        JsonNode spec = Manifests.yaml("{runStrategy: Always, template: {spec: {domain: {memory: {guest: 1Gi}, devices:"
                + " {gpus: [{name: g, deviceName: d}], disks: [{name: seed, disk: {bus: virtio}}]}}, volumes: [{name:"
                + " root, cloudInitNoCloud: {userDataBase64: '?'}}]}}}");

        assertThatThrownBy(() -> user.resource(Manifests.of("VirtualMachine", "web", spec))
                        .create())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        error -> assertThat(error.getStatus().getDetails().getCauses())
                                .extracting(cause -> cause.getField() + ": " + cause.getMessage())
                                .containsExactly(
                                        "spec.template.spec.domain.devices.gpus: not supported yet",
                                        "spec.template.spec.domain.devices.disks[0].name: no volume is named 'seed'",
                                        "spec.template.spec.volumes[0].cloudInitNoCloud.userDataBase64: must be base64"))
                .hasMessageContaining("spec.template.spec.domain.devices.gpus: not supported yet; spec.template");
    }

    @Test
    void anInstanceGetsItsDefaults() {
        GenericKubernetesResource made = controller
                .resource(Manifests.of("VirtualMachineInstance", "web", INSTANCE))
                .create();

        assertThat(made.getMetadata().getFinalizers()).containsExactly("kubevirt.io/foregroundDeleteVirtualMachine");
        assertThat(spec(made).at("/domain/machine/type").asText()).isEqualTo("q35");
        assertThat(spec(made).at("/domain/firmware/uuid").asText()).hasSize(36);
        assertThat(spec(made).at("/networks/0/pod").isObject()).isTrue();
    }

    @Test
    void aDryRunLeavesNothing() {
        user.resource(Manifests.of("VirtualMachineInstance", "dry", INSTANCE))
                .dryRun()
                .create();

        assertThat(instance(user, "dry").get()).isNull();
    }

    @Test
    void aTypeThatIsWrongIsNamedByTheApiServer() {
        JsonNode spec = Manifests.yaml("{domain: {devices: {}, cpu: many}}");

        assertThatThrownBy(() -> user.resource(Manifests.of("VirtualMachineInstance", "web", spec))
                        .create())
                .hasMessageContaining("spec.domain.cpu: Invalid value: \"string\"");
    }

    @Test
    void onlyTheSystemChangesARunningInstance() {
        controller
                .resource(Manifests.of("VirtualMachineInstance", "web", INSTANCE))
                .create();
        String spec = "[{'op':'replace','path':'/spec/domain/cpu/cores','value':2}]".replace('\'', '"');
        String label =
                "[{'op':'add','path':'/metadata/labels','value':{'kubevirt.io/nodeName':'n'}}]".replace('\'', '"');
        String free = "[{'op':'add','path':'/metadata/labels','value':{'mine':'x'}}]".replace('\'', '"');

        assertThatThrownBy(() -> instance(user, "web").patch(JSON, spec))
                .hasMessageContaining("spec: update of VMI object is restricted");
        assertThatThrownBy(() -> instance(user, "web").patch(JSON, label))
                .hasMessageContaining("metadata.labels[kubevirt.io/nodeName]: is reserved for the system");
        assertThat(instance(user, "web").patch(JSON, free).getMetadata().getLabels())
                .containsKey("mine");
        assertThat(spec(instance(controller, "web").patch(JSON, spec))
                        .at("/domain/cpu/cores")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void anotherConfigurationTakesEffectWithoutARestart() {
        JsonNode settings = Manifests.yaml("{configuration: {network: {defaultNetworkInterface: masquerade}}}");
        GenericKubernetesResource kubevirt = Manifests.of("KubeVirt", "kubevirt", settings);
        kubevirt.getMetadata().setNamespace(RunningWebhooks.NAMESPACE);
        user.resource(kubevirt).create();

        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            GenericKubernetesResource made = user.resource(Manifests.of("VirtualMachineInstance", "dry", INSTANCE))
                    .dryRun()
                    .create();
            assertThat(spec(made).at("/domain/devices/interfaces/0/masquerade").isObject())
                    .isTrue();
        });
        assertThatThrownBy(() -> user.resource(Manifests.of("KubeVirt", "second", settings))
                        .create())
                .hasMessageContaining("metadata.namespace: must be yadori")
                .hasMessageContaining("there is already yadori/kubevirt");
    }

    /** Of an object that is applied empty server-side apply makes null. */
    @Test
    void whatWasAppliedToTheConfigurationIsTakenBackByApplyingLess() {
        var chosen = apply("{configuration: {network: {defaultNetworkInterface: masquerade},"
                + " developerConfiguration: {useEmulation: true}}, workloadUpdateStrategy: {batchEvictionSize: 3}}");
        assertThat(spec(chosen)
                        .at("/configuration/developerConfiguration/useEmulation")
                        .asBoolean())
                .isTrue();

        var less = apply("{configuration: {developerConfiguration: {}}, workloadUpdateStrategy: {}}");
        var nothing = apply("{configuration: {}}");

        assertThat(spec(less).findValue("useEmulation")).isNull();
        assertThat(spec(nothing).path("configuration").isEmpty()).isTrue();
        assertThat(spec(nothing).has("workloadUpdateStrategy")).isFalse();
    }

    private GenericKubernetesResource apply(String settings) {
        var kubevirt = Manifests.of("KubeVirt", "kubevirt", Manifests.yaml(settings));
        kubevirt.getMetadata().setNamespace(RunningWebhooks.NAMESPACE);
        return user.resource(kubevirt).fieldManager("kubectl").forceConflicts().serverSideApply();
    }

    @Test
    void deletionsEndWhileNoWebhookAnswers() throws Exception {
        user.resource(Manifests.of("VirtualMachine", "web", GOOD)).create();
        controller
                .resource(Manifests.of("VirtualMachineInstance", "web", INSTANCE))
                .create();

        webhooks.stopServer();

        user.resource(Manifests.of("VirtualMachine", "web", GOOD)).delete();
        instance(user, "web").delete();
        remove(machine(controller, "web"));
        remove(instance(controller, "web"));
        assertThat(machine(user, "web").get()).isNull();
        assertThat(instance(user, "web").get()).isNull();
        assertThatThrownBy(() -> user.resource(Manifests.of("VirtualMachine", "new", GOOD))
                        .create())
                .hasMessageContaining("failed calling webhook");
    }

    private static void remove(Resource<GenericKubernetesResource> object) {
        object.delete();
        if (object.get() != null) {
            object.patch(JSON, "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]");
        }
    }

    private static Resource<GenericKubernetesResource> instance(KubernetesClient client, String name) {
        return client.genericKubernetesResources("kubevirt.io/v1", "VirtualMachineInstance")
                .inNamespace("default")
                .withName(name);
    }

    private static Resource<GenericKubernetesResource> machine(KubernetesClient client, String name) {
        return client.genericKubernetesResources("kubevirt.io/v1", "VirtualMachine")
                .inNamespace("default")
                .withName(name);
    }

    private static JsonNode spec(GenericKubernetesResource object) {
        return Manifests.YAML.valueToTree(object.getAdditionalProperties()).path("spec");
    }
}
