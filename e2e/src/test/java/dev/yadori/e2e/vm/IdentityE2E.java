package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.NetworkDefinition;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a guest is known by on its networks belongs to its VirtualMachine, not to one run of it. */
class IdentityE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String NAME = "known-guest";
    private static final Duration RESTART = Duration.ofMinutes(5);
    private static final Duration RESOLVED = Duration.ofMinutes(2);

    @BeforeAll
    static void start() throws IOException {
        NAMESPACE.create(flatNetwork());
        NAMESPACE.create(new ServiceBuilder()
                .withNewMetadata()
                .withName("family")
                .endMetadata()
                .withNewSpec()
                .withClusterIP("None")
                .withSelector(Map.of("family", "known"))
                .endSpec()
                .build());
        GUESTS.createFrom("known.yaml");
        NAMESPACE.start(ToolsPod.idle("asker").build());
        GUESTS.awaitRunning(NAME);
    }

    @Test
    void addressesLeaseAndNamesStayOverARestart() {
        var identity = GUESTS.awaitPage(NAME, "identity");
        var boot = GUESTS.bootOf(NAME);
        var macs = macs();
        assertThat(identity)
                .startsWith("known\n")
                .contains("family." + NAMESPACE.name() + ".svc.cluster.local")
                .contains(macs);
        answersByItsName(boot);

        GUESTS.vmi(NAME).delete();
        Guests.holds(
                "the guest runs anew",
                RESTART,
                () -> assertThat(GUESTS.page(GUESTS.asker(), NAME, "boot"))
                        .isPresent()
                        .get()
                        .isNotEqualTo(boot));

        assertThat(GUESTS.awaitPage(NAME, "identity")).isEqualTo(identity);
        assertThat(macs()).isEqualTo(macs);
        answersByItsName(GUESTS.bootOf(NAME));
    }

    @Test
    void addressesAndNamesStayOverAMigration() {
        assumeThat(NAMESPACE.hostnames()).as("nodes").hasSizeGreaterThan(1);
        GUESTS.awaitRunning(NAME);
        var boot = GUESTS.bootOf(NAME);
        var macs = macs();

        new Migrations(GUESTS).move("moves", NAME);

        answersByItsName(boot);
        assertThat(macs()).isEqualTo(macs);
    }

    /** As it is known in its subdomain, whatever address its pod has this time. */
    private static void answersByItsName(String boot) {
        var url = "http://known.family.%s.svc.cluster.local/boot".formatted(NAMESPACE.name());
        Guests.holds(
                url + " is of this boot",
                RESOLVED,
                () -> assertThat(GUESTS.asker().fetch(url).output().strip()).isEqualTo(boot));
    }

    private static List<String> macs() {
        return GUESTS.status(NAME, "interfaces").stream()
                .flatMap(all -> ((List<?>) all).stream())
                .map(one -> String.valueOf(((Map<?, ?>) one).get("mac")))
                .toList();
    }

    private static GenericKubernetesResource flatNetwork() {
        return NetworkDefinition.of("flat", """
                                { "cniVersion": "0.3.1", "name": "flat", "type": "bridge", "bridge": "e2e-known" }
                                """);
    }
}
