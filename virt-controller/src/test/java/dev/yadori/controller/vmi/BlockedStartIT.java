package dev.yadori.controller.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.crds.v1.ClaimInfo;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VolumePhase;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What keeps guests from starting: it is told, and they start by themselves once it is gone. */
@ExtendWith(ApiServerExtension.class)
final class BlockedStartIT {

    private final ControlledNamespace at;

    BlockedStartIT(KubeApiServer server) {
        this.at = new ControlledNamespace(server);
    }

    @AfterEach
    void stopController() {
        at.close();
    }

    @Test
    void quotaIsToldAndTheGuestStartsOnceThereIsRoom() {
        ResourceQuota quota = quota("none", Map.of("pods", new Quantity("0")));

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

        claim("data");

        at.awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULING);
        assertThat(at.pod(vmi).getSpec().getContainers().getFirst().getVolumeDevices())
                .extracting(device -> device.getDevicePath())
                .containsExactly("/dev/data");
    }

    @Test
    void claimThatIsNotBoundIsToldUntilThePodIsPlaced() {
        var data = claim("data");
        VirtualMachineInstance vmi =
                at.create("unbound", "  volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]\n");
        Pod pod = at.awaitPod(vmi);

        assertThat(ControlledNamespace.status(at.get(vmi)).volumeStatus())
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.name()).isEqualTo("v");
                    assertThat(told.phase()).isEqualTo(VolumePhase.PENDING);
                    assertThat(told.message()).isEqualTo("PVC is in phase Pending");
                });

        at.kubelet.refuse(pod, "0/2 nodes are available: no volume to bind");
        assertThat(at.awaitCondition(vmi, "Synchronized").reason()).isEqualTo("Unschedulable");
        bind(data);
        at.kubelet.bind(pod);
        at.kubelet.run(pod);

        at.awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULED);
        assertThat(ControlledNamespace.status(at.get(vmi)).volumeStatus())
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.phase()).isNull();
                    assertThat(told.persistentVolumeClaimInfo())
                            .extracting(ClaimInfo::capacity)
                            .isEqualTo(Map.of("storage", new Quantity("2Gi")));
                });
    }

    private void bind(PersistentVolumeClaim claim) {
        claim.setStatus(new PersistentVolumeClaimStatusBuilder()
                .withPhase("Bound")
                .withCapacity(Map.of("storage", new Quantity("2Gi")))
                .build());
        at.client.resource(claim).updateStatus();
    }

    private PersistentVolumeClaim claim(String name) {
        return at.client
                .resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(name)
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
    void configurationThatIsNotAllowedIsRefusedByItsField() {
        VirtualMachineInstance vmi =
                at.create("host", "  volumes: [{name: h, hostDisk: {path: /data/disk.img, type: Disk}}]\n");

        Condition refused = at.awaitCondition(vmi, "Synchronized");

        assertThat(refused.reason()).isEqualTo("FailedCreate");
        assertThat(refused.message()).isEqualTo("spec.volumes[0].hostDisk: feature gate HostDisk is off");
    }

    @Test
    void limitsThatAQuotaDemandsAreSet() {
        quota("limited", Map.of("limits.memory", new Quantity("4Gi"), "limits.cpu", new Quantity("4")));

        VirtualMachineInstance vmi = at.create("within", "");

        Pod pod = at.awaitPod(vmi);
        assertThat(pod.getSpec().getContainers().getFirst().getResources().getLimits())
                .containsEntry("memory", new Quantity("316Mi"))
                .containsEntry("cpu", new Quantity("1"));
    }

    @Test
    void mountThatFailsIsTold() {
        VirtualMachineInstance vmi = at.create("secretive", "");
        Pod pod = at.awaitPod(vmi);
        at.kubelet.bind(pod);
        at.client
                .resource(new EventBuilder()
                        .withNewMetadata()
                        .withName("mount")
                        .withNamespace(at.namespace)
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withKind("Pod")
                        .withNamespace(at.namespace)
                        .withName(pod.getMetadata().getName())
                        .endInvolvedObject()
                        .withType("Warning")
                        .withReason("FailedMount")
                        .withMessage("secret \"user\" not found")
                        .build())
                .create();

        Condition told = at.awaitCondition(vmi, "Synchronized");

        assertThat(told.reason()).isEqualTo("FailedMount");
        assertThat(told.message()).isEqualTo("secret \"user\" not found");
    }

    private ResourceQuota quota(String name, Map<String, Quantity> hard) {
        ResourceQuota quota = at.client
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(at.namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withHard(hard)
                        .endSpec()
                        .build())
                .create();
        Map<String, Quantity> used = new HashMap<>();
        hard.keySet().forEach(resource -> used.put(resource, new Quantity("0")));
        quota.setStatus(
                new ResourceQuotaStatusBuilder().withHard(hard).withUsed(used).build());
        return at.client.resource(quota).updateStatus();
    }
}
