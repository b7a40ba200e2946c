package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.LocalCluster;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a virtual machine needs and does not find shows in its status, and it starts by itself once that is there. */
class MissingE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);

    @Test
    void claim() {
        GUESTS.create(
                TinyGuest.vm("claim").withDisk("data", Map.of("persistentVolumeClaim", Map.of("claimName", "late"))));
        GUESTS.awaitPrintableStatus("claim", "ErrorPvcNotFound");

        NAMESPACE.create(new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("late")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", Quantity.parse("16Mi"))
                .endResources()
                .endSpec()
                .build());

        GUESTS.awaitRunning("claim");
        GUESTS.delete("claim");
    }

    @Test
    void secret() {
        GUESTS.create(TinyGuest.vm("secret").withDisk("data", Map.of("secret", Map.of("secretName", "late"))));
        Guests.holds(
                "a condition names the Secret",
                Duration.ofMinutes(2),
                () -> assertThat(GUESTS.conditionMessage(GUESTS.vm("secret"), "Synchronized"))
                        .hasValueSatisfying(message -> assertThat(message).contains("late")));

        NAMESPACE.create(new SecretBuilder()
                .withNewMetadata()
                .withName("late")
                .endMetadata()
                .addToStringData("key", "value")
                .build());

        GUESTS.awaitRunning("secret");
        GUESTS.delete("secret");
    }

    @Test
    void image() {
        var late = "localhost/yadori-late:" + NAMESPACE.name();
        GUESTS.create(TinyGuest.vm("image").withImage(late));
        GUESTS.awaitPrintableStatus("image", "ErrImagePull", "ImagePullBackOff");

        for (var node : NAMESPACE.hostnames()) {
            LocalCluster.control(
                    "exec", node, "/opt/containerd/bin/ctr", "-n", "k8s.io", "images", "tag", TinyGuest.IMAGE, late);
        }

        GUESTS.awaitRunning("image");
        GUESTS.delete("image");
        for (var node : NAMESPACE.hostnames()) {
            LocalCluster.control("exec", node, "/opt/containerd/bin/ctr", "-n", "k8s.io", "images", "rm", late);
        }
    }

    @Test
    void nodeThatFits() {
        GUESTS.create(TinyGuest.vm("nowhere").onNodesWith("yadori.dev/no-such-label", "true"));

        GUESTS.awaitPrintableStatus("nowhere", "ErrorUnschedulable");
        GUESTS.delete("nowhere");
    }

    @Test
    void hugepages() throws IOException {
        GUESTS.createFrom("hugepages.yaml");

        GUESTS.awaitPrintableStatus("hugepages", "ErrorUnschedulable");
        assertThat(GUESTS.pods("hugepages").getFirst().getSpec().getContainers())
                .anySatisfy(container ->
                        assertThat(container.getResources().getRequests()).containsKey("hugepages-1Gi"));
        GUESTS.delete("hugepages");
    }
}
