package dev.yadori.api.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Evictions and migrations at a real API server, with our webhooks as the manifests configure them. */
@ExtendWith(KubeApiServerExtension.class)
class EvictionIT {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubeApiServer server;
    private final KubernetesClient admin;
    private RunningWebhooks webhooks;

    EvictionIT(KubeApiServer server) {
        this.server = server;
        this.admin = server.client();
    }

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        webhooks = RunningWebhooks.start(server, folder);
    }

    @AfterEach
    void stop() {
        webhooks.close();
        admin.pods().inNamespace("default").withGracePeriod(0).delete();
        for (var migration : admin.resources(VirtualMachineInstanceMigration.class)
                .inNamespace("default")
                .list()
                .getItems()) {
            admin.resource(migration).edit(left -> {
                left.getMetadata().setFinalizers(null);
                return left;
            });
            admin.resource(migration).delete();
        }
        for (var guest : admin.resources(VirtualMachineInstance.class)
                .inNamespace("default")
                .list()
                .getItems()) {
            admin.resource(guest).edit(left -> {
                left.getMetadata().setFinalizers(null);
                return left;
            });
            admin.resource(guest).delete();
        }
    }

    @Test
    void evictionOfAGuestIsAWishThatItMoves() {
        VirtualMachineInstance guest = guest("LiveMigrate");
        Pod pod = pod("virt-launcher-web", guest);

        assertThatThrownBy(() -> evict(pod)).isInstanceOfSatisfying(KubernetesClientException.class, error -> {
            assertThat(error.getCode()).isEqualTo(429);
            assertThat(error.getStatus().getMessage()).contains("Eviction triggered evacuation of VMI \"default/web\"");
        });

        assertThat(Objects.requireNonNull(admin.resource(guest).get().getStatus())
                        .evacuationNodeName())
                .isEqualTo("node1");
    }

    @Test
    void otherPodsAreEvictedThoughNobodyAnswers() {
        VirtualMachineInstance guest = guest("LiveMigrate");
        Pod other = pod("web-server", guest);
        webhooks.stopServer();

        evict(other);

        assertThat(admin.resource(other).get()).isNull();
    }

    @Test
    void aGuestsPodCanBeDeletedThoughNobodyAnswers() {
        Pod pod = pod("virt-launcher-web", guest("LiveMigrate"));
        webhooks.stopServer();

        admin.resource(pod).withGracePeriod(0).delete();

        assertThat(admin.resource(pod).get()).isNull();
    }

    @Test
    void secondMigrationIsRefusedAndTheFirstHasItsLabel() {
        guest("LiveMigrate");
        VirtualMachineInstanceMigration first = admin.resource(migration("one")).create();

        assertThat(first.getMetadata().getLabels()).containsEntry("kubevirt.io/vmi-name", "web");
        assertThat(first.getMetadata().getFinalizers()).containsExactly("kubevirt.io/migrationJobFinalize");
        assertThatThrownBy(() -> admin.resource(migration("two")).create())
                .hasMessageContaining("in-flight migration detected");
    }

    /** By the path, since the client's own method hides what was answered. */
    private void evict(Pod pod) {
        String name = pod.getMetadata().getName();
        String answer = admin.raw(
                "/api/v1/namespaces/default/pods/" + name + "/eviction",
                "POST",
                new EvictionBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .withDeleteOptions(new DeleteOptionsBuilder()
                                .withGracePeriodSeconds(0L)
                                .build())
                        .build());
        assertThat(answer).contains("Success");
    }

    private static VirtualMachineInstanceMigration migration(String name) {
        return YAML.unmarshal(
                "---\n{apiVersion: kubevirt.io/v1, kind: VirtualMachineInstanceMigration, metadata: {name: " + name
                        + ", namespace: default}, spec: {vmiName: web}}",
                VirtualMachineInstanceMigration.class);
    }

    private VirtualMachineInstance guest(String strategy) {
        VirtualMachineInstance guest = admin.resource(YAML.unmarshal(
                        "---\n{apiVersion: kubevirt.io/v1, kind: VirtualMachineInstance, metadata: {name: web,"
                                + " namespace: default}, spec: {evictionStrategy: " + strategy
                                + ", domain: {memory: {guest: 64Mi}, devices: {}}}}",
                        VirtualMachineInstance.class))
                .create();
        return admin.resource(guest)
                .subresource("status")
                .patch(
                        MERGE,
                        "{\"status\": {\"phase\": \"Running\", \"nodeName\": \"node1\", \"conditions\":"
                                + " [{\"type\": \"LiveMigratable\", \"status\": \"True\"}]}}");
    }

    private Pod pod(String name, VirtualMachineInstance guest) {
        return admin.resource(YAML.unmarshal(
                        "---\n{apiVersion: v1, kind: Pod, metadata: {name: " + name
                                + ", namespace: default, labels: {kubevirt.io: virt-launcher}, annotations:"
                                + " {kubevirt.io/domain: web}, ownerReferences: [{apiVersion: kubevirt.io/v1, kind:"
                                + " VirtualMachineInstance, name: web, controller: true, uid: "
                                + guest.getMetadata().getUid()
                                + "}]}, spec: {nodeName: node1, containers: [{name: compute, image: i}]}}",
                        Pod.class))
                .create();
    }
}
