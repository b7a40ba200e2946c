package dev.yadori.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.TestPod;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The three storage classes keep what is written, and where they are shared, for the other node too. */
class StorageE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final String DEVICE = "/dev/data";

    @Test
    void localIsTheDefaultClassAndWaitsForItsPod() {
        var local = NAMESPACE
                .client()
                .storage()
                .v1()
                .storageClasses()
                .withName("local")
                .require();

        assertThat(local.getMetadata().getAnnotations())
                .containsEntry("storageclass.kubernetes.io/is-default-class", "true");
        assertThat(local.getVolumeBindingMode()).isEqualTo("WaitForFirstConsumer");
    }

    @Test
    void localClaimKeepsDataForTheNextPod() {
        NAMESPACE.create(claim("kept", "ReadWriteOnce").build());
        var writer =
                NAMESPACE.start(withClaim(ToolsPod.idle("local-writer"), "kept").build());
        writer.shell("echo kept >/data/file");
        NAMESPACE.stop(writer);

        var reader =
                NAMESPACE.start(withClaim(ToolsPod.idle("local-reader"), "kept").build());

        assertThat(reader.shell("cat /data/file")).isEqualTo("kept");
        assertThat(boundClaim("kept").getSpec().getStorageClassName()).isEqualTo("local");
    }

    @Test
    void sharedClaimIsOneFileSystemOnBothNodes() {
        NAMESPACE.create(of("shared", claim("shared", "ReadWriteMany")).build());
        var first = startOn(0, withClaim(ToolsPod.idle("shared-first"), "shared"));
        var second = startOn(1, withClaim(ToolsPod.idle("shared-second"), "shared"));

        first.shell("echo from first >/data/first; sync /data/first");
        second.shell("echo from second >/data/second; sync /data/second");

        assertThat(second.shell("cat /data/first")).isEqualTo("from first");
        assertThat(first.shell("cat /data/second")).isEqualTo("from second");
    }

    @Test
    void blockClaimIsOneDeviceOnBothNodes() {
        NAMESPACE.create(of("block", claim("disk", "ReadWriteMany"))
                .editSpec()
                .withVolumeMode("Block")
                .endSpec()
                .build());
        var first = startOn(0, withDevice(ToolsPod.idle("block-first"), "disk"));
        var second = startOn(1, withDevice(ToolsPod.idle("block-second"), "disk"));

        var fromFirst = writeBlocks(first, 1);
        var fromSecond = writeBlocks(second, 2);

        assertThat(readBlocks(second, 1)).isEqualTo(fromFirst);
        assertThat(readBlocks(first, 2)).isEqualTo(fromSecond);
    }

    /** Writes random blocks to a quarter MiB of the device, past the page cache, and returns their checksum. */
    private static String writeBlocks(TestPod pod, int place) {
        return pod.shell("""
                head -c 256K /dev/urandom >/tmp/blocks
                dd if=/tmp/blocks of=%s bs=256K seek=%d oflag=direct conv=fsync,notrunc status=none
                sha256sum </tmp/blocks
                """.formatted(DEVICE, place));
    }

    private static String readBlocks(TestPod pod, int place) {
        return pod.shell(
                "dd if=%s bs=256K skip=%d count=1 iflag=direct status=none | sha256sum".formatted(DEVICE, place));
    }

    private static TestPod startOn(int node, PodBuilder pod) {
        var hostname = NAMESPACE.hostnames().get(node);
        return NAMESPACE.start(
                pod.editSpec().withNodeSelector(ToolsPod.on(hostname)).endSpec().build());
    }

    private static PersistentVolumeClaim boundClaim(String name) {
        var claim = NAMESPACE
                .client()
                .persistentVolumeClaims()
                .inNamespace(NAMESPACE.name())
                .withName(name)
                .require();
        assertThat(claim.getStatus().getPhase()).isEqualTo("Bound");
        return claim;
    }

    private static PodBuilder withClaim(PodBuilder pod, String claim) {
        return withVolume(pod, claim)
                .editSpec()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/data")
                .endVolumeMount()
                .endContainer()
                .endSpec();
    }

    private static PodBuilder withDevice(PodBuilder pod, String claim) {
        return withVolume(pod, claim)
                .editSpec()
                .editFirstContainer()
                .addNewVolumeDevice()
                .withName("data")
                .withDevicePath(DEVICE)
                .endVolumeDevice()
                .endContainer()
                .endSpec();
    }

    private static PodBuilder withVolume(PodBuilder pod, String claim) {
        return pod.editSpec()
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim()
                .endVolume()
                .endSpec();
    }

    private static PersistentVolumeClaimBuilder of(String storageClass, PersistentVolumeClaimBuilder claim) {
        return claim.editSpec().withStorageClassName(storageClass).endSpec();
    }

    private static PersistentVolumeClaimBuilder claim(String name, String accessMode) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withAccessModes(accessMode)
                .withNewResources()
                .addToRequests("storage", new Quantity("64Mi"))
                .endResources()
                .endSpec();
    }
}
