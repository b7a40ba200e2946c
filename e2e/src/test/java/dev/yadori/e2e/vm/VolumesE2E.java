package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Disks from each kind of volume, as the guest itself finds them. */
class VolumesE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String NAME = "volumes";
    private static final String SIZES =
            "for d in /sys/block/vd*; do echo $(cat $d/serial) $(cat $d/size); done >/srv/sizes";

    @BeforeAll
    static void start() {
        NAMESPACE.create(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .endMetadata()
                .addToData("greeting", "from a config map")
                .build());
        NAMESPACE.create(new SecretBuilder()
                .withNewMetadata()
                .withName("password")
                .endMetadata()
                .addToStringData("word", "from a secret")
                .build());
        claim("files", "local", "Filesystem");
        claim("blocks", "block", "Block");
        GUESTS.start(TinyGuest.vm(NAME)
                .withDisk("empty", Map.of("emptyDisk", Map.of("capacity", "32Mi")))
                .withDisk("files", Map.of("persistentVolumeClaim", Map.of("claimName", "files")))
                .withDisk("blocks", Map.of("persistentVolumeClaim", Map.of("claimName", "blocks")))
                .withDisk("settings", Map.of("configMap", Map.of("name", "settings")))
                .withDisk("password", Map.of("secret", Map.of("secretName", "password")))
                .withDisk("account", Map.of("serviceAccount", Map.of("serviceAccountName", "default")))
                .withDisk("about", Map.of("downwardAPI", Map.of("fields", List.of(labels()))))
                .running(SIZES)
                .running(read("settings", "greeting"))
                .running(read("password", "word"))
                .running(read("account", "namespace"))
                .running(read("about", "labels"))
                .running(keep("files"))
                .running(keep("blocks")));
    }

    @Test
    void disksHaveTheSizesOfTheirVolumes() {
        assertThat(GUESTS.awaitPage(NAME, "sizes").lines())
                .contains("empty " + (32 << 11), "blocks " + (64 << 11))
                .anySatisfy(line -> assertThat(line).matches("files \\d{5,}"));
    }

    @Test
    void configMapSecretAccountAndDownwardApiAreRead() {
        assertThat(GUESTS.awaitPage(NAME, "settings")).isEqualTo("from a config map");
        assertThat(GUESTS.awaitPage(NAME, "password")).isEqualTo("from a secret");
        assertThat(GUESTS.awaitPage(NAME, "account")).isEqualTo(NAMESPACE.name());
        assertThat(GUESTS.awaitPage(NAME, "about")).contains("guest=\"" + NAME + "\"");
    }

    @Test
    void claimsKeepWhatAnEarlierRunWrote() {
        var first = GUESTS.awaitPage(NAME, "files");

        GUESTS.vmi(NAME).delete();
        Guests.holds("it has started anew", java.time.Duration.ofMinutes(4), () -> {
            assertThat(GUESTS.page(GUESTS.asker(), NAME, "boot")).isPresent();
            assertThat(GUESTS.awaitPage(NAME, "files")).isEqualTo(first + "\nboot");
        });

        assertThat(GUESTS.awaitPage(NAME, "blocks")).isEqualTo("boot\nboot");
    }

    private static Map<String, Object> labels() {
        return Map.of("path", "labels", "fieldRef", Map.of("fieldPath", "metadata.labels"));
    }

    /** Puts a file of the disk with that serial number into the page of the same name. */
    private static String read(String disk, String file) {
        return "mkdir -p /mnt/%1$s && mount -o ro %2$s /mnt/%1$s && cp /mnt/%1$s/%3$s /srv/%1$s"
                .formatted(disk, device(disk), file);
    }

    /** Adds a line to what the disk holds, and shows all lines. */
    private static String keep(String disk) {
        var device = device(disk);
        return "{ dd if=%1$s bs=512 count=1 2>/dev/null | tr -d '\\000' | grep boot; echo boot; } >/srv/%2$s; dd if=/srv/%2$s of=%1$s conv=notrunc,fsync 2>/dev/null"
                .formatted(device, disk);
    }

    private static String device(String serial) {
        return "/dev/$(grep -lx %s /sys/block/vd*/serial | cut -d / -f 4)".formatted(serial);
    }

    private static void claim(String name, String storageClass, String mode) {
        NAMESPACE.create(new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(storageClass)
                .withVolumeMode(mode)
                .withNewResources()
                .addToRequests("storage", Quantity.parse("64Mi"))
                .endResources()
                .endSpec()
                .build());
    }
}
