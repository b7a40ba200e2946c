package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A guest that is bridged to the pod network takes its pod's place there. */
class BridgeE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String NAME = "bridged";

    @BeforeAll
    static void start() throws IOException {
        NAMESPACE.create(service("beside", "beside", ToolsPod.PORT));
        NAMESPACE.create(service("bridged-page", NAME, 80));
        NAMESPACE.start(ToolsPod.serving("beside")
                .editMetadata()
                .addToLabels("guest", "beside")
                .endMetadata()
                .build());
        GUESTS.createFrom("bridged.yaml");
        GUESTS.awaitRunning(NAME);
        GUESTS.awaitPage(NAME, "name");
    }

    @Test
    void guestHasThePodsAddress() {
        var address = GUESTS.awaitPage(NAME, "address");

        assertThat(address).isEqualTo(GUESTS.pod(NAME).get().getStatus().getPodIP());
        assertThat(GUESTS.status(NAME, "interfaces", 0, "ipAddress")).contains(address);
        assertThat(GUESTS.status(NAME, "interfaces", 0, "mac")).contains(GUESTS.awaitPage(NAME, "mac"));
    }

    @Test
    void podReachesItByTheNameOfAService() {
        var asker = GUESTS.asker();

        Guests.holds(
                "the Service answers",
                Duration.ofMinutes(1),
                () -> assertThat(asker.fetch("http://bridged-page/name").output())
                        .isEqualTo(NAME + "\n"));
    }

    @Test
    void itReachesAPodByTheNameOfAService() {
        assertThat(GUESTS.awaitPage(NAME, "from-pod")).isEqualTo("beside");
    }

    @Test
    void itCannotMoveAndSaysWhy() {
        Guests.holds(
                "it is known that it cannot move",
                Duration.ofMinutes(1),
                () -> assertThat(GUESTS.conditionMessage(GUESTS.vmi(NAME), "LiveMigratable"))
                        .hasValueSatisfying(message -> assertThat(message).contains("bridge binding")));

        assertThatThrownBy(() -> new Migrations(GUESTS).create("stays", NAME))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("does not support live migration")
                .hasMessageContaining("bridge binding");
    }

    private static Service service(String name, String guest, int port) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withSelector(Map.of("guest", guest))
                .addNewPort()
                .withPort(port)
                .endPort()
                .endSpec()
                .build();
    }
}
