package dev.yadori.controller.vmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.vmi.pod.LauncherPod;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.PhaseTransition;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
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
    void quotaIsToldAndTheGuestStartsOnceThereIsRoom() {
        var quota = at.client
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("none")
                        .withNamespace(at.namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withHard(Map.of("pods", new Quantity("0")))
                        .endSpec()
                        .build())
                .create();
        quota.setStatus(new io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder()
                .withHard(Map.of("pods", new Quantity("0")))
                .withUsed(Map.of("pods", new Quantity("0")))
                .build());
        at.client.resource(quota).updateStatus();

        VirtualMachineInstance vmi = at.create("crowded", "");

        Condition refused = at.awaitCondition(vmi, "Synchronized");
        assertThat(refused.reason()).isEqualTo("FailedCreate");
        assertThat(refused.message()).contains("exceeded quota: none");
        assertThat(ControlledNamespace.status(at.get(vmi)).phase()).isEqualTo(VirtualMachineInstancePhase.PENDING);
        at.awaitEvent("FailedCreate");

        at.client.resource(quota).delete();

        at.awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULING);
        assertThat(ControlledNamespace.conditions(at.get(vmi)))
                .noneMatch(condition -> "Synchronized".equals(condition.type()));
    }

    @Test
    void missingClaimIsToldAndTheGuestStartsOnceItIsThere() {
        VirtualMachineInstance vmi =
                at.create("disks", "  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n");

        Condition missing = at.awaitCondition(vmi, "Synchronized");
        assertThat(missing.reason()).isEqualTo("FailedPvcNotFound");
        assertThat(missing.message()).contains("data");
        assertThat(at.pods(vmi)).isEmpty();

        at.client
                .resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName("data")
                        .withNamespace(at.namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .withVolumeMode("Block")
                        .withNewResources()
                        .withRequests(Map.of("storage", new Quantity("1Gi")))
                        .endResources()
                        .endSpec()
                        .build())
                .create();

        at.awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULING);
        assertThat(at.pod(vmi).getSpec().getContainers().getFirst().getVolumeDevices())
                .extracting(device -> device.getDevicePath())
                .containsExactly("/dev/data");
    }

    @Test
    void imageThatCannotBePulledIsToldUntilItCan() {
        VirtualMachineInstance vmi = at.create("image", "");
        Pod pod = at.awaitPod(vmi);
        at.kubelet.bind(pod);

        at.kubelet.wait(pod, "ErrImagePull", "not found");
        assertThat(at.awaitCondition(vmi, "Synchronized").reason()).isEqualTo("ErrImagePull");

        at.kubelet.run(pod);
        at.awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULED);
        assertThat(ControlledNamespace.conditions(at.get(vmi)))
                .noneMatch(condition -> "Synchronized".equals(condition.type()));
    }

    @Test
    void guestThatFitsNoNodeSaysSo() {
        VirtualMachineInstance vmi = at.create("huge", "");
        Pod pod = at.awaitPod(vmi);

        at.kubelet.refuse(pod, "0/2 nodes are available");

        Condition scheduled = at.awaitCondition(vmi, "PodScheduled");
        assertThat(scheduled.reason()).isEqualTo("Unschedulable");
        assertThat(scheduled.message()).isEqualTo("0/2 nodes are available");
    }

    @Test
    void podThatWasMadeBeforeACrashIsFoundAgain() {
        at.stop();
        VirtualMachineInstance vmi = at.create("crash", "");
        Pod made = at.client
                .resource(LauncherPod.of(vmi, ClusterConfig.DEFAULT, ControlledNamespace.IMAGE, Map.of()))
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
        Pod foreign = LauncherPod.of(vmi, ClusterConfig.DEFAULT, ControlledNamespace.IMAGE, Map.of());
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
    void nameOf63CharactersWorks() {
        VirtualMachineInstance vmi = at.create("a".repeat(62) + "z", "");

        Pod pod = at.awaitPod(vmi);

        assertThat(pod.getSpec().getHostname()).isEqualTo("a".repeat(62) + "z");
    }
}
