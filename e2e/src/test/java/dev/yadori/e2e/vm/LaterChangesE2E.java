package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.DiskImageArchive;
import dev.yadori.e2e.support.LocalCluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What somebody changes after a virtual machine was made has its effect by itself: nothing is deleted or restarted for it. */
class LaterChangesE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String RESTART_REQUIRED = "RestartRequired";
    private static final int QCOW2_SIZE = 65536;
    private static final int RAW_SIZE = 1 << 20;

    @AfterAll
    static void removeClasses() {
        List.of("late", "slow").forEach(name -> {
            NAMESPACE.client().persistentVolumes().withName(className(name)).delete();
            NAMESPACE
                    .client()
                    .storage()
                    .v1()
                    .storageClasses()
                    .withName(className(name))
                    .delete();
        });
        LocalCluster.onEach(NAMESPACE.hostnames(), "rm", "-rf", folder("late"), folder("slow"));
    }

    @Test
    void anotherImageIsNamed(@TempDir Path folder) throws IOException {
        var broken = image("broken");
        load(folder, broken, qcow2Over("/etc/passwd"));
        createWithBadImage("renamed", broken);

        GUESTS.vm("renamed")
                .patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/volumes/0/containerDisk/image\",\"value\":\"%s\"}]"
                                .formatted(TinyGuest.IMAGE));

        GUESTS.awaitRunning("renamed");
        GUESTS.delete("renamed");
        remove(broken);
    }

    @Test
    void imageIsMendedUnderItsName(@TempDir Path folder) throws IOException {
        var image = image("mended");
        load(folder, image, qcow2Over("/etc/passwd"));
        createWithBadImage("mended", image);

        load(folder, image, new byte[RAW_SIZE]);

        GUESTS.awaitRunning("mended");
        GUESTS.delete("mended");
        remove(image);
    }

    private static String image(String name) {
        return "localhost/yadori-%s:%s".formatted(name, NAMESPACE.name());
    }

    private static void load(Path folder, String image, byte[] disk) throws IOException {
        var archive = folder.resolve("image.tar");
        new DiskImageArchive(image, disk).writeTo(archive);
        LocalCluster.load(archive);
    }

    private static void remove(String image) {
        LocalCluster.images(NAMESPACE.hostnames(), "rm", image);
    }

    private static void createWithBadImage(String name, String image) {
        GUESTS.create(TinyGuest.vm(name).withImage(image));
        GUESTS.awaitPrintableStatus(name, "CrashLoopBackOff");
        // Events are written beside the status, and may come after it.
        Guests.holds(
                "it is said what is bad about the image",
                SOON,
                () -> assertThat(NAMESPACE
                                .client()
                                .v1()
                                .events()
                                .inNamespace(NAMESPACE.name())
                                .withField("involvedObject.name", name)
                                .withField("type", "Warning")
                                .list()
                                .getItems())
                        .extracting(Event::getMessage)
                        .anyMatch(message -> message.contains("the image has a backing file")));
    }

    /** The first sector of an image that wants another one below. */
    private static byte[] qcow2Over(String file) {
        var name = file.getBytes(StandardCharsets.US_ASCII);
        var image = ByteBuffer.allocate(QCOW2_SIZE);
        image.put(new byte[] {'Q', 'F', 'I', (byte) 0xfb}).putInt(3);
        image.putLong(256).putInt(name.length).putInt(16).putLong(1 << 20);
        image.put(256, name);
        image.putInt(100, 104);
        return image.array();
    }

    @Test
    void templateIsFollowed() {
        GUESTS.create(TinyGuest.vm("followed"));
        GUESTS.awaitRunning("followed");
        var uid = GUESTS.vmi("followed").require().getMetadata().getUid();

        patchTemplate("{\"nodeSelector\":{\"kubernetes.io/os\":\"linux\"}}");
        Guests.holds(
                "the instance follows",
                SOON,
                () -> assertThat(Guests.spec(GUESTS.vmi("followed"), "nodeSelector", "kubernetes.io/os"))
                        .contains("linux"));
        awaitRestartRequired(false);

        patchTemplate("{\"domain\":{\"cpu\":{\"cores\":2}}}");
        awaitRestartRequired(true);
        assertThat(Guests.spec(GUESTS.vmi("followed"), "domain", "cpu", "cores"))
                .contains(1);

        patchTemplate("{\"domain\":{\"cpu\":null}}");
        awaitRestartRequired(false);
        assertThat(GUESTS.vmi("followed").require().getMetadata().getUid()).isEqualTo(uid);
        assertThat(GUESTS.phase("followed")).isEqualTo("Running");
        GUESTS.delete("followed");
    }

    private static void patchTemplate(String spec) {
        GUESTS.vm("followed").patch(MERGE, "{\"spec\":{\"template\":{\"spec\":%s}}}".formatted(spec));
    }

    /** Once the controller has seen the last change. */
    private static void awaitRestartRequired(boolean expected) {
        Guests.holds(RESTART_REQUIRED + " is " + expected, SOON, () -> {
            var vm = GUESTS.vm("followed").require();
            Number seen = vm.get("status", "desiredGeneration");
            assertThat(seen.longValue()).isEqualTo(vm.getMetadata().getGeneration());
            assertThat(GUESTS.conditionMessage(GUESTS.vm("followed"), RESTART_REQUIRED)
                            .isPresent())
                    .isEqualTo(expected);
        });
    }

    @Test
    void classOfStorageAppears() {
        claim("late");
        GUESTS.create(TinyGuest.vm("late").withDisk("data", claimed("late")));
        GUESTS.awaitPrintableStatus("late", "ErrorUnschedulable");
        assertThat(GUESTS.status("late", "volumeStatus", 0, "phase")).contains("Pending");
        assertThat(GUESTS.status("late", "volumeStatus", 0, "persistentVolumeClaimInfo", "claimName"))
                .contains("late");

        createClass("late", "kubernetes.io/no-provisioner");
        createVolume("late");

        GUESTS.awaitRunning("late");
        GUESTS.delete("late");
    }

    @Test
    void claimIsBoundAtLast() {
        createClass("slow", "yadori.dev/nobody");
        claim("slow");
        GUESTS.create(TinyGuest.vm("slow").withDisk("data", claimed("slow")));
        GUESTS.awaitPrintableStatus("slow", "WaitingForVolumeBinding");

        createVolume("slow");

        GUESTS.awaitPrintableStatus("slow", "Running");
        GUESTS.delete("slow");
    }

    private static Map<String, Object> claimed(String name) {
        return Map.of("persistentVolumeClaim", Map.of("claimName", name));
    }

    private static void claim(String name) {
        NAMESPACE.create(new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName(className(name))
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", Quantity.parse("16Mi"))
                .endResources()
                .endSpec()
                .build());
    }

    private static String className(String name) {
        return name + "-" + NAMESPACE.name();
    }

    private static void createClass(String name, String provisioner) {
        NAMESPACE
                .client()
                .resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName(className(name))
                        .endMetadata()
                        .withProvisioner(provisioner)
                        .withVolumeBindingMode("WaitForFirstConsumer")
                        .withReclaimPolicy("Delete")
                        .build())
                .create();
    }

    /** For the claim of the name alone, on whichever node, in a folder where launchers may write. */
    private static void createVolume(String name) {
        LocalCluster.onEach(NAMESPACE.hostnames(), "install", "--directory", "--owner", "107", folder(name));
        NAMESPACE
                .client()
                .resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(className(name))
                        .endMetadata()
                        .withNewSpec()
                        .addToCapacity("storage", Quantity.parse("16Mi"))
                        .withAccessModes("ReadWriteOnce")
                        .withPersistentVolumeReclaimPolicy("Retain")
                        .withStorageClassName(className(name))
                        .withNewClaimRef()
                        .withNamespace(NAMESPACE.name())
                        .withName(name)
                        .endClaimRef()
                        .withNewHostPath(folder(name), "Directory")
                        .endSpec()
                        .build())
                .create();
    }

    private static String folder(String name) {
        return "/var/lib/kubelet/" + className(name);
    }
}
