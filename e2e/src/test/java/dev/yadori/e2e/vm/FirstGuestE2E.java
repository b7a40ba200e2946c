package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A virtual machine as its user meets it: it runs, answers by name, sees pods, and has a console. */
class FirstGuestE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String NAME = "first";
    private static final String FROM_POD = "for i in $(seq 30); do wget -q -T 2 -O /srv/from-pod http://beside:"
            + ToolsPod.PORT
            + "/ && break; sleep 1; done";

    @BeforeAll
    static void start() {
        NAMESPACE.create(service("beside", "beside", ToolsPod.PORT));
        NAMESPACE.create(service("first-page", NAME, 80));
        NAMESPACE.start(ToolsPod.serving("beside")
                .editMetadata()
                .addToLabels("guest", "beside")
                .endMetadata()
                .build());
        GUESTS.start(TinyGuest.vm(NAME).running(FROM_POD));
    }

    @Test
    void podReachesTheGuestByTheNameOfAService() {
        var asker = GUESTS.asker();

        Guests.holds(
                "the Service answers",
                Duration.ofMinutes(1),
                () -> assertThat(asker.fetch("http://first-page/name").output()).isEqualTo(NAME + "\n"));
    }

    @Test
    void guestReachesAPodByTheNameOfAService() {
        assertThat(GUESTS.awaitPage(NAME, "from-pod")).isEqualTo("beside");
    }

    @Test
    void consoleAnswers() throws IOException {
        try (var console = GuestConsole.open(NAMESPACE.name(), NAME)) {
            console.logIn();
            console.type("echo $((6 * 7)) and $(hostname)\n");

            console.expect("42 and " + NAME);
        }
    }

    @Test
    void statusSaysWhereItRunsAndHowItIsReached() {
        var pod = GUESTS.pod(NAME).get();

        assertThat(GUESTS.printableStatus(NAME)).isEqualTo("Running");
        assertThat(GUESTS.nodeOf(NAME)).isEqualTo(pod.getSpec().getNodeName());
        assertThat(GUESTS.status(NAME, "interfaces", 0, "ipAddress"))
                .contains(pod.getStatus().getPodIP());
        assertThat(GUESTS.vmi(NAME).require().getMetadata().getLabels())
                .containsEntry("kubevirt.io/nodeName", pod.getSpec().getNodeName());
    }

    @Test
    void launcherPodHasNoPrivilegeButOnePort() {
        var pod = GUESTS.pod(NAME).get();
        var compute = pod.getSpec().getContainers().getFirst();

        assertThat(pod.getSpec().getContainers())
                .singleElement()
                .satisfies(only -> assertThat(only.getName()).isEqualTo("compute"));
        assertThat(compute.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(compute.getSecurityContext().getCapabilities().getAdd()).containsExactly("NET_BIND_SERVICE");
        assertThat(GUESTS.pod(NAME).shell("id -u; grep -h CapEff /proc/self/status"))
                .startsWith("107\n");
    }

    private static io.fabric8.kubernetes.api.model.Service service(String name, String guest, int port) {
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
