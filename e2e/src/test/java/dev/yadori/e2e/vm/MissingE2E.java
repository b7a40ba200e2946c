package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.LocalCluster;
import dev.yadori.e2e.support.NetworkDefinition;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
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
    private static final String RESOURCE_NAME = "k8s.v1.cni.cncf.io/resourceName";

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

        LocalCluster.images(NAMESPACE.hostnames(), "tag", TinyGuest.IMAGE, late);

        GUESTS.awaitRunning("image");
        GUESTS.delete("image");
        LocalCluster.images(NAMESPACE.hostnames(), "rm", late);
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

    @Test
    void functionOfANetworkCard() throws IOException {
        NAMESPACE.create(NetworkDefinition.of(
                "function", "{\"cniVersion\": \"0.3.1\", \"name\": \"function\", \"type\": \"sriov\"}"));
        GUESTS.createFrom("function.yaml");
        Guests.holds(
                "a condition says what the network's definition lacks",
                Duration.ofMinutes(2),
                () -> assertThat(GUESTS.conditionMessage(GUESTS.vm("function"), "Synchronized"))
                        .hasValueSatisfying(message -> assertThat(message).contains(RESOURCE_NAME)));

        NAMESPACE
                .client()
                .genericKubernetesResources(NetworkDefinition.API_VERSION, NetworkDefinition.KIND)
                .inNamespace(NAMESPACE.name())
                .withName("function")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"%s\":\"yadori.dev/no-such-function\"}}}"
                                .formatted(RESOURCE_NAME));

        GUESTS.awaitPrintableStatus("function", "ErrorUnschedulable");
        assertThat(GUESTS.pods("function").getFirst().getSpec().getContainers())
                .anySatisfy(container -> assertThat(container.getResources().getLimits())
                        .containsEntry("yadori.dev/no-such-function", Quantity.parse("1")));
        GUESTS.delete("function");
    }
}
