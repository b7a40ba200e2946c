package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A guest whose pod has IPv4 on a network beside, and whose agent knows an IPv6 address there. */
class AgentAddressesE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String NAME = "knowing";
    private static final String HANDLER = "virt-handler";
    private static final Duration SOON = Duration.ofMinutes(2);

    @BeforeAll
    static void start() throws IOException {
        NetworkDefinitions.createOfIpv4(NAMESPACE);
        GUESTS.createFrom("older.yaml");
        GUESTS.awaitRunning(NAME);
        GUESTS.awaitPage(NAME, "name");
    }

    @Test
    void restartedHandlerTellsTheAgentsAddressesFromThePods() throws IOException {
        awaitAddresses("fd00:123:48::1");
        var pods = new SystemPods(NAMESPACE);
        int before = pods.restarts(HANDLER);

        assertThat(pods.killOn(HANDLER, GUESTS.nodeOf(NAME))).isTrue();
        Guests.holds("the handler was restarted", SOON, () -> {
            assertThat(pods.restarts(HANDLER)).isGreaterThan(before);
            assertThat(pods.allReady(HANDLER)).isTrue();
        });
        try (var console = GuestConsole.open(NAMESPACE.name(), NAME)) {
            console.logIn();
            console.type("sed -i s/48::1/48::2/ /root/said\n");
        }

        awaitAddresses("fd00:123:48::2");
    }

    private static void awaitAddresses(String ofAgent) {
        Guests.holds("what the agent says is shown", SOON, () -> {
            var addresses = GUESTS.addressTextsOn(NAME, "older");
            assertThat(addresses).hasSize(2);
            assertThat(addresses.getFirst()).startsWith("10.123.48.");
            assertThat(addresses.getLast()).isEqualTo(ofAgent);
            assertThat(GUESTS.addressesOn(NAME, "default"))
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(
                            List.of(InetAddress.ofLiteral("10.0.2.2"), InetAddress.ofLiteral("fd10::9")));
        });
    }
}
