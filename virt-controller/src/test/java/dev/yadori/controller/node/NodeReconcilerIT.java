package dev.yadori.controller.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.migration.GuestView;
import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.testkit.Kubelet;
import dev.yadori.controller.testkit.RunningController;
import dev.yadori.controller.vmi.NodeFate;
import dev.yadori.controller.vmi.VmiMetrics;
import dev.yadori.controller.vmi.VmiReconciler;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.service.events.CountedEvents;
import dev.yadori.service.events.EventOrigin;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The controller against a real API server; the test is an administrator, a kubelet and a handler. */
@ExtendWith(ApiServerExtension.class)
final class NodeReconcilerIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final KubernetesClient admin;
    private final RunningController controller;
    private final String name = "node-it-" + COUNT.incrementAndGet();
    private final Kubelet kubelet;

    NodeReconcilerIT(KubeApiServer server) {
        this.admin = server.admin();
        this.kubelet = new Kubelet(admin, name);
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        this.controller = RunningController.start(server, collaborators -> {
            var events = new CountedEvents(
                    collaborators.client(), EventOrigin.ofCluster("virt-controller", "it"), collaborators.clock());
            return List.of(
                    new VmiReconciler(collaborators, events, VmiMetrics.unread()),
                    new NodeReconciler(collaborators, events));
        });
    }

    @AfterEach
    void stopController() {
        controller.close();
    }

    @Test
    void silentNodeMakesItsGuestUnknownAndAnAnsweringOneRunning() {
        VirtualMachineInstance guest = running("web");
        Pod pod = pod(guest);

        beat(Instant.now().minusSeconds(3_600));

        awaitPhase(guest, VirtualMachineInstancePhase.UNKNOWN);
        await().atMost(SOON)
                .until(() -> "false".equals(node().getMetadata().getLabels().get(KubeVirtLabels.SCHEDULABLE)));
        assertThat(admin.resource(pod).get().isMarkedForDeletion()).isFalse();
        beat(Instant.now());
        awaitPhase(guest, VirtualMachineInstancePhase.RUNNING);
    }

    /** A handler that loses its kubelet says so, and then may die: nothing of the node's object changes any more. */
    @Test
    void nodeThatTakesNoGuestsFallsSilentAsWell() {
        VirtualMachineInstance guest = running("closed");

        patchNode(
                "{\"metadata\": {\"annotations\": {\"kubevirt.io/heartbeat\": \"%s\"}, \"labels\": {\"kubevirt.io/schedulable\": \"false\"}}}"
                        .formatted(Instant.now().minus(NodeFate.STALE).plusSeconds(3)));

        awaitPhase(guest, VirtualMachineInstancePhase.UNKNOWN);
    }

    @Test
    void guestOfAFencedNodeHasFailedAndItsPodIsNoMore() {
        VirtualMachineInstance guest = running("fenced");
        Pod pod = pod(guest);
        patchNode(
                "{\"spec\": {\"taints\": [{\"key\": \"node.kubernetes.io/out-of-service\", \"value\": \"nodeshutdown\","
                        + " \"effect\": \"NoExecute\"}]}}");

        awaitPhase(guest, VirtualMachineInstancePhase.FAILED);

        assertThat(admin.resource(pod).get()).isNull();
    }

    @Test
    void guestOfANodeThatWasTakenOutHasFailed() {
        VirtualMachineInstance guest = running("gone");

        admin.resource(node()).delete();

        awaitPhase(guest, VirtualMachineInstancePhase.FAILED);
    }

    @Test
    void deletedGuestOfAFencedNodeGoes() {
        VirtualMachineInstance guest = running("deleted");
        patchNode(
                "{\"spec\": {\"taints\": [{\"key\": \"node.kubernetes.io/out-of-service\", \"effect\": \"NoExecute\"}]}}");

        admin.resource(guest).delete();

        await().atMost(SOON).until(() -> admin.resource(guest).get() == null);
    }

    @Test
    void guestThatIsToldToLeaveGetsAMigrationAndUncordonTakesItBack() {
        VirtualMachineInstance guest = running("drained");
        patchNode("{\"spec\": {\"unschedulable\": true}}");
        patchStatus(guest, "{\"status\": {\"evacuationNodeName\": \"%s\"}}".formatted(name));

        await().atMost(SOON).until(() -> !migrations().isEmpty());
        assertThat(migrations()).singleElement().satisfies(migration -> {
            assertThat(migration.getMetadata().getName()).startsWith("kubevirt-evacuation-");
            assertThat(Objects.requireNonNull(migration.getSpec()).vmiName()).isEqualTo("drained");
        });
        await().atMost(SOON)
                .until(() -> node().getMetadata().getAnnotations() != null
                        && node().getMetadata().getAnnotations().containsKey(NodePlanner.DRAINING));

        patchNode("{\"spec\": {\"unschedulable\": false}}");

        await().atMost(SOON)
                .until(() -> new GuestView(admin.resource(guest).get())
                        .evacuationNode()
                        .isEmpty());
        await().atMost(SOON)
                .until(() -> migrations().stream().allMatch(VirtualMachineInstanceMigration::isMarkedForDeletion));
        assertThat(node().getMetadata().getAnnotations()).doesNotContainKey(NodePlanner.DRAINING);
    }

    private VirtualMachineInstance running(String guestName) {
        String yaml = """
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstance
                metadata: {name: %s, namespace: %s, finalizers: [kubevirt.io/foregroundDeleteVirtualMachine]}
                spec:
                  evictionStrategy: LiveMigrate
                  domain: {memory: {guest: 64Mi}, devices: {}}
                """.formatted(guestName, name);
        var guest = admin.resource(admin.getKubernetesSerialization().unmarshal(yaml, VirtualMachineInstance.class))
                .create();
        awaitPhase(guest, VirtualMachineInstancePhase.SCHEDULING);
        kubelet.bind(pod(guest));
        kubelet.run(pod(guest));
        awaitPhase(guest, VirtualMachineInstancePhase.SCHEDULED);
        patchStatus(guest, "{\"status\": {\"phase\": \"Running\"}}");
        return guest;
    }

    private void patchStatus(VirtualMachineInstance guest, String patch) {
        admin.resource(guest).subresource("status").patch(MERGE, patch);
    }

    private Pod pod(VirtualMachineInstance guest) {
        return admin.pods()
                .inNamespace(name)
                .withLabel(KubeVirtLabels.CREATED_BY, guest.getMetadata().getUid())
                .list()
                .getItems()
                .getFirst();
    }

    private Node node() {
        return Objects.requireNonNull(admin.nodes().withName(name).get());
    }

    private void beat(Instant at) {
        patchNode(
                "{\"metadata\": {\"annotations\": {\"kubevirt.io/heartbeat\": \"%s\"}, \"labels\": {\"kubevirt.io/schedulable\": \"true\"}}}"
                        .formatted(at));
    }

    private void patchNode(String patch) {
        admin.resource(node()).patch(MERGE, patch);
    }

    private List<VirtualMachineInstanceMigration> migrations() {
        return admin.resources(VirtualMachineInstanceMigration.class)
                .inNamespace(name)
                .list()
                .getItems();
    }

    private void awaitPhase(VirtualMachineInstance guest, VirtualMachineInstancePhase phase) {
        await(phase.wire())
                .atMost(SOON)
                .until(() -> new GuestView(Objects.requireNonNull(
                                        admin.resource(guest).get()))
                                .phase()
                        == phase);
    }
}
