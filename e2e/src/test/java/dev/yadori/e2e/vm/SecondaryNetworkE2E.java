package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two guests of one node, and a third on the other where there are two, with three networks beside the pod's: one without addresses,
 * one whose addresses of both families the CNI plugin gives, and one of that kind between the nodes.
 */
class SecondaryNetworkE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String ONE = "guest-1";
    private static final String TWO = "guest-2";
    private static final String FAR = "guest-3";
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration RESTART = Duration.ofMinutes(3);

    @BeforeAll
    static void start() throws IOException {
        NetworkDefinitions.createOfOneNode(NAMESPACE);
        NetworkDefinitions.createBetweenNodes(NAMESPACE);
        var node = NAMESPACE.hostnames().getFirst();
        create(node, "1", "2");
        create(node, "2", "1");
        create(NAMESPACE.hostnames().getLast(), "3", "1");
        for (var name : List.of(ONE, TWO, FAR)) {
            GUESTS.awaitRunning(name);
            GUESTS.awaitPage(name, "name");
        }
    }

    private static void create(String node, String self, String other) throws IOException {
        GUESTS.createFrom(
                "connected.yaml",
                Map.of("NODE", node, "SELF", self, "OTHER", other, "ACROSS", NetworkDefinitions.across(node)));
    }

    @Test
    void guestsOfTwoNodesReachEachOtherOverTheNetworkBetweenThem() {
        var web = new WebPaths(GUESTS, GUESTS.asker());
        for (var way : List.of(List.of(ONE, FAR), List.of(FAR, ONE))) {
            var addresses = GUESTS.addressesOn(way.getLast(), "across");
            assertThat(addresses).hasSize(2);
            addresses.forEach(address -> web.guestGets(way.getFirst(), WebPaths.nameOf(address), way.getLast()));
        }
    }

    @Test
    void guestsReachEachOtherOverTheNetworkWithoutAddresses() {
        assertThat(GUESTS.awaitPage(ONE, "pinged")).isEqualTo("yes");
        assertThat(GUESTS.awaitPage(TWO, "pinged")).isEqualTo("yes");
    }

    @Test
    void nobodyAnswersDhcpOnTheNetworkWithoutAddresses() {
        assertThat(GUESTS.awaitPage(ONE, "flat-lease")).isEmpty();
    }

    @Test
    void cardsComeInTheOrderOfTheInterfacesWithTheirMacAddresses() {
        assertThat(GUESTS.awaitPage(ONE, "flat-mac")).isEqualTo("02:00:00:00:77:01");
        assertThat(GUESTS.awaitPage(ONE, "leased-mac"))
                .isEqualTo(interfaceStatus(ONE, "leased").orElseThrow().get("mac"));
        assertThat(GUESTS.status(ONE, "interfaces", 0, "name")).contains("default");
    }

    @Test
    void guestHasTheAddressesThatThePluginGave() {
        var ipv4 = GUESTS.awaitPage(ONE, "leased-address");
        var ipv6 = GUESTS.awaitPage(ONE, "leased-address6");

        assertThat(ipv4).startsWith("10.123.46.");
        assertThat(ipv6).startsWith("fd00:123:46:");
        assertThat(interfaceStatus(ONE, "leased").orElseThrow().get("ipAddresses"))
                .isEqualTo(List.of(ipv4, ipv6));
    }

    @Test
    void guestsReachEachOtherByTheAddressesThatThePluginGave() {
        var web = new WebPaths(GUESTS, GUESTS.asker());
        for (var page : List.of("leased-address", "leased-address6")) {
            var other = InetAddress.ofLiteral(GUESTS.awaitPage(TWO, page));
            web.guestGets(ONE, WebPaths.nameOf(other), TWO);
        }
    }

    @Test
    void guestAndPodOnTheNetworkReachEachOther() {
        var pod = NAMESPACE.start(ToolsPod.serving("on-leased")
                .editMetadata()
                .addToAnnotations("k8s.v1.cni.cncf.io/networks", "leased")
                .endMetadata()
                .editSpec()
                .withNodeSelector(ToolsPod.on(NAMESPACE.hostnames().getFirst()))
                .endSpec()
                .build());
        var web = new WebPaths(GUESTS, pod);

        for (var page : List.of("leased-address", "leased-address6")) {
            web.podGets(pod, WebPaths.nameOf(InetAddress.ofLiteral(GUESTS.awaitPage(TWO, page))), TWO);
        }
        assertThat(pod.addressesOnNetworks()).hasSize(2);
        pod.addressesOnNetworks().forEach(address -> web.guestGets(TWO, ToolsPod.url(address), pod.name()));
    }

    @Test
    void linkOfARunningGuestGoesDownAndUp() {
        var pod = GUESTS.pod(TWO).get().getMetadata().getUid();

        state(TWO, "down");
        Guests.holds(
                "the guest has no carrier",
                SOON,
                () -> assertThat(GUESTS.awaitPage(TWO, "carrier")).isEqualTo("0"));
        Guests.holds(
                "the status says so",
                SOON,
                () -> assertThat(interfaceStatus(TWO, "flat").orElseThrow().get("linkState"))
                        .isEqualTo("down"));
        state(TWO, "up");
        Guests.holds(
                "the carrier is back",
                SOON,
                () -> assertThat(GUESTS.awaitPage(TWO, "carrier")).isEqualTo("1"));

        state(TWO, "absent");
        Guests.holds("the card is gone", SOON, () -> {
            assertThat(GUESTS.awaitPage(TWO, "carrier")).isEqualTo("none");
            assertThat(interfaceStatus(TWO, "flat")).isEmpty();
        });
        state(TWO, "up");
        Guests.holds("the card is back", SOON, () -> {
            assertThat(GUESTS.awaitPage(TWO, "carrier")).isNotEqualTo("none");
            assertThat(interfaceStatus(TWO, "flat")).isPresent();
        });
        assertThat(GUESTS.conditionMessage(GUESTS.vm(TWO), "RestartRequired")).isEmpty();
        assertThat(GUESTS.pod(TWO).get().getMetadata().getUid()).isEqualTo(pod);
    }

    @Test
    void interfaceThatIsNewInTheTemplateComesWithTheNextPod() {
        GUESTS.vm(ONE).patch(PatchContext.of(PatchType.JSON), """
                        [{"op": "add", "path": "/spec/template/spec/networks/-",
                          "value": {"name": "late", "multus": {"networkName": "flat"}}},
                         {"op": "add", "path": "/spec/template/spec/domain/devices/interfaces/-",
                          "value": {"name": "late", "bridge": {}}}]
                        """);
        Guests.holds(
                "the guest waits for another pod",
                SOON,
                () -> assertThat(GUESTS.conditionMessage(GUESTS.vmi(ONE), "MigrationRequired"))
                        .get()
                        .asString()
                        .contains("late"));
        assertThat(interfaceStatus(ONE, "late")).isEmpty();
        assertThat(GUESTS.conditionMessage(GUESTS.vm(ONE), "RestartRequired")).isEmpty();

        GUESTS.vmi(ONE).delete();

        Guests.holds("the new card is there", RESTART, () -> {
            assertThat(interfaceStatus(ONE, "late")).isPresent();
            assertThat(GUESTS.conditionMessage(GUESTS.vmi(ONE), "MigrationRequired"))
                    .isEmpty();
        });
        GUESTS.awaitPage(ONE, "name");
    }

    private static void state(String name, String state) {
        GUESTS.vm(name).patch(PatchContext.of(PatchType.JSON), """
                        [{"op": "add", "path": "/spec/template/spec/domain/devices/interfaces/1/state", "value": "%s"}]
                        """.formatted(state));
    }

    private static Optional<Map<?, ?>> interfaceStatus(String guest, String name) {
        return GUESTS.card(guest, name);
    }
}
