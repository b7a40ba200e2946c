package dev.yadori.controller.vmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.vmi.pod.LauncherPod;
import dev.yadori.controller.vmi.pod.NetworkResources;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.PhaseTransition;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The controller against a real API server; the test is its users, the kubelet and the handler. */
@ExtendWith(ApiServerExtension.class)
final class VmiReconcilerIT {

    private final ControlledNamespace at;

    VmiReconcilerIT(KubeApiServer server) {
        this.at = new ControlledNamespace(server);
    }

    @AfterEach
    void stopController() {
        at.close();
    }

    @Test
    void guestStartsWithOnePodAndThreeWritesOfTheController() {
        VirtualMachineInstance vmi = at.create("web", "");
        Set<String> versions = new HashSet<>();
        try (var watch = at.resource(vmi).watch(new VersionRecorder(versions))) {
            assertThat(watch).isNotNull();

            Pod pod = at.awaitPod(vmi);
            at.kubelet.bind(pod);
            await().atMost(ControlledNamespace.SOON)
                    .untilAsserted(() -> assertThat(at.get(vmi).getMetadata().getLabels())
                            .containsEntry(KubeVirtLabels.NODE_NAME, "node1"));
            at.kubelet.run(pod);
            at.awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULED);

            await().atMost(ControlledNamespace.SOON)
                    .until(() -> versions.contains(at.get(vmi).getMetadata().getResourceVersion()));
        }

        VirtualMachineInstanceStatus status = ControlledNamespace.status(at.get(vmi));
        assertThat(versions).as("versions of the object after its creation").hasSize(4);
        assertThat(at.pods(vmi)).hasSize(1);
        assertThat(status.nodeName()).isEqualTo("node1");
        assertThat(status.activePods())
                .isEqualTo(Map.of(at.pod(vmi).getMetadata().getUid(), "node1"));
        assertThat(status.launcherContainerImageVersion()).isEqualTo(ControlledNamespace.IMAGE);
        assertThat(status.runtimeUser()).isEqualTo(107L);
        assertThat(status.qosClass()).isEqualTo("Burstable");
        assertThat(status.phaseTransitionTimestamps())
                .extracting(PhaseTransition::phase)
                .containsExactly(
                        VirtualMachineInstancePhase.PENDING,
                        VirtualMachineInstancePhase.SCHEDULING,
                        VirtualMachineInstancePhase.SCHEDULED);
        assertThat(at.pod(vmi).getStatus().getConditions())
                .anyMatch(condition ->
                        LauncherPod.UNPAUSED.equals(condition.getType()) && "True".equals(condition.getStatus()));
        at.awaitEvent("SuccessfulCreate");
    }

    @Test
    void guestThatIsDeletedBeforeItRunsLeavesNothing() {
        VirtualMachineInstance vmi = at.create("gone", "");
        at.awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULING);

        at.resource(vmi).delete();

        await().atMost(ControlledNamespace.SOON).until(() -> at.resource(vmi).get() == null);
        assertThat(at.pods(vmi)).isEmpty();
        at.awaitEvent("SuccessfulDelete");
    }

    @Test
    void deletedGuestStaysUntilItsPodHasEnded() {
        VirtualMachineInstance vmi = at.running("stays");
        Pod pod = at.pod(vmi);

        at.resource(vmi).delete();

        await().atMost(ControlledNamespace.SOON).until(() -> at.pod(vmi).isMarkedForDeletion());
        assertThat(at.resource(vmi).get()).isNotNull();
        at.kubelet.end(pod, 0);
        await().atMost(ControlledNamespace.SOON).until(() -> at.resource(vmi).get() == null);
    }

    @Test
    void deletionGoesOnWhereARestartedControllerFindsIt() {
        VirtualMachineInstance vmi = at.running("restarted");
        Pod pod = at.pod(vmi);
        at.stop();
        at.resource(vmi).delete();

        at.start();

        await().atMost(ControlledNamespace.SOON).until(() -> at.pod(vmi).isMarkedForDeletion());
        at.kubelet.end(pod, 0);
        await().atMost(ControlledNamespace.SOON).until(() -> at.resource(vmi).get() == null);
    }

    @Test
    void objectOfAMachineThatIsNoMoreDoesNotWaitForIt() {
        VirtualMachineInstance vmi =
                at.create("orphan", KubeVirtNames.VMI_FINALIZER + ", " + KubeVirtNames.VM_CONTROLLER_FINALIZER, "");
        at.awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULING);

        at.resource(vmi).delete();

        await().atMost(ControlledNamespace.SOON).until(() -> at.resource(vmi).get() == null);
    }

    @Test
    void podThatWasMadeBeforeACrashIsFoundAgain() {
        at.stop();
        VirtualMachineInstance vmi = at.create("crash", "");
        Pod made = at.client
                .resource(LauncherPod.of(
                        vmi, ClusterConfig.DEFAULT, ControlledNamespace.IMAGE, Map.of(), NetworkResources.NONE))
                .create();

        at.start();

        at.awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULING);
        assertThat(at.pods(vmi))
                .extracting(pod -> pod.getMetadata().getUid())
                .containsExactly(made.getMetadata().getUid());
        assertThat(ControlledNamespace.status(at.get(vmi)).activePods())
                .containsOnlyKeys(made.getMetadata().getUid());
    }

    @Test
    void podOfAnotherObjectIsNotTaken() {
        at.stop();
        VirtualMachineInstance vmi = at.create("taken", "");
        Pod foreign =
                LauncherPod.of(vmi, ClusterConfig.DEFAULT, ControlledNamespace.IMAGE, Map.of(), NetworkResources.NONE);
        foreign.getMetadata().setOwnerReferences(List.of());
        Pod made = at.client.resource(foreign).create();

        at.start();

        assertThat(at.awaitCondition(vmi, "Synchronized").message()).contains("belongs to another object");
        at.client.resource(made).withGracePeriod(0).delete();
        at.awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULING);
    }

    @Test
    void podThatIsDeletedBeforeItRanEndsTheGuest() {
        VirtualMachineInstance vmi = at.create("unlucky", "");
        Pod pod = at.awaitPod(vmi);

        at.client.resource(pod).delete();

        at.awaitPhase(vmi, VirtualMachineInstancePhase.FAILED);
        assertThat(at.pods(vmi)).isEmpty();
    }

    @Test
    void launcherThatEndedWellEndsTheGuestWellWhenNoHandlerDoes() {
        VirtualMachineInstance vmi = at.running("done");

        at.kubelet.end(at.pod(vmi), 0);

        at.awaitPhase(vmi, VirtualMachineInstancePhase.SUCCEEDED);
    }

    @Test
    void guestWhosePodVanishedHasFailed() {
        VirtualMachineInstance vmi = at.running("vanished");
        Pod pod = at.pod(vmi);

        at.client.resource(pod).withGracePeriod(0).delete();

        at.awaitPhase(vmi, VirtualMachineInstancePhase.FAILED);
        assertThat(ControlledNamespace.conditions(at.get(vmi)))
                .anyMatch(condition -> "Ready".equals(condition.type()) && "PodNotExists".equals(condition.reason()));
    }

    @Test
    void objectThatNoWebhookSawIsHeldAllTheSame() {
        VirtualMachineInstance vmi = at.create("bare", "", "");

        at.awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULING);

        assertThat(at.get(vmi).getFinalizers()).containsExactly(KubeVirtNames.VMI_FINALIZER);
    }

    @Test
    void podOfAGuestThatIsOrphanedIsEndedAllTheSame() {
        VirtualMachineInstance vmi = at.running("orphaned");
        Pod pod = at.pod(vmi);

        at.resource(vmi).withPropagationPolicy(DeletionPropagation.ORPHAN).delete();

        await().atMost(ControlledNamespace.SOON).until(() -> at.pod(vmi).isMarkedForDeletion());
        at.kubelet.end(pod, 0);
        await().atMost(ControlledNamespace.SOON).until(() -> at.resource(vmi).get() == null);
    }

    @Test
    void nameOf63CharactersWorks() {
        VirtualMachineInstance vmi = at.create("a".repeat(62) + "z", "");

        Pod pod = at.awaitPod(vmi);

        assertThat(pod.getSpec().getHostname()).isEqualTo("a".repeat(62) + "z");
    }
}
