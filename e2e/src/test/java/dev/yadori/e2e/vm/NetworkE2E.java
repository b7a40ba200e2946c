package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.TestPod;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guests of both bindings: one of each on one node, and another on the other node where there are two, with a pod on each of
 * them; everything over IPv4 and IPv6, with addresses that the guests got by DHCP and routers that were advertised to them.
 */
class NetworkE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String MASQUERADED = "masqueraded";
    private static final String BRIDGED = "bridged";
    private static final String BESIDE_BRIDGED = "beside-bridged";
    private static final Duration AGAIN = Duration.ofMinutes(2);

    @BeforeAll
    static void start() {
        var near = NAMESPACE.hostnames().getFirst();
        var far = NAMESPACE.hostnames().getLast();
        NAMESPACE.create(WebPaths.service("pods", "beside", ToolsPod.PORT));
        guests().forEach(name -> NAMESPACE.create(WebPaths.service(name, name, 80)));
        GUESTS.create(guest(MASQUERADED, near));
        GUESTS.create(guest(BRIDGED, far).bridged());
        GUESTS.create(guest(BESIDE_BRIDGED, far));
        NAMESPACE.start(pod("near", near));
        NAMESPACE.start(pod("far", far));
        for (var name : List.of(MASQUERADED, BRIDGED, BESIDE_BRIDGED)) {
            GUESTS.awaitRunning(name);
            GUESTS.awaitPage(name, "name");
        }
    }

    private static TinyGuest guest(String name, String node) {
        return TinyGuest.vmi(name).onNodesWith("kubernetes.io/hostname", node).running(WebPaths.FETCHER);
    }

    private static Pod pod(String name, String node) {
        return ToolsPod.serving(name)
                .editMetadata()
                .addToLabels("guest", "beside")
                .endMetadata()
                .editSpec()
                .withNodeSelector(ToolsPod.on(node))
                .endSpec()
                .build();
    }

    static Stream<String> guests() {
        return Stream.of(MASQUERADED, BRIDGED);
    }

    private static WebPaths web() {
        return new WebPaths(GUESTS, NAMESPACE.pod("near"));
    }

    private static List<TestPod> pods() {
        return List.of(NAMESPACE.pod("near"), NAMESPACE.pod("far"));
    }

    @ParameterizedTest
    @MethodSource("guests")
    void statusShowsThePodsAddresses(String guest) {
        assertThat(web().addresses(guest))
                .hasSize(2)
                .hasAtLeastOneElementOfType(Inet4Address.class)
                .hasAtLeastOneElementOfType(Inet6Address.class)
                .isEqualTo(GUESTS.pod(guest).addresses());
    }

    @ParameterizedTest
    @MethodSource("guests")
    void podsOfEachNodeReachTheGuest(String guest) {
        for (var pod : pods()) {
            web().addresses(guest).forEach(address -> web().podGets(pod, WebPaths.nameOf(address), guest));
        }
    }

    @ParameterizedTest
    @MethodSource("guests")
    void guestReachesPodsOfEachNode(String guest) {
        for (var pod : pods()) {
            pod.addresses().forEach(address -> web().guestGets(guest, ToolsPod.url(address), pod.name()));
        }
    }

    @Test
    void guestsOfTwoNodesReachEachOther() {
        reaches(MASQUERADED, BRIDGED);
        reaches(BRIDGED, MASQUERADED);
        reaches(MASQUERADED, BESIDE_BRIDGED);
    }

    @Test
    void guestsOfOneNodeReachEachOther() {
        reaches(BESIDE_BRIDGED, BRIDGED);
        reaches(BRIDGED, BESIDE_BRIDGED);
    }

    private static void reaches(String from, String to) {
        web().addresses(to).forEach(address -> web().guestGets(from, WebPaths.nameOf(address), to));
    }

    @ParameterizedTest
    @MethodSource("guests")
    void guestReachesServices(String guest) {
        web().addressesOfService("pods")
                .forEach(address -> web().guestGets(guest, ToolsPod.url(address), "near", "far"));
    }

    @ParameterizedTest
    @MethodSource("guests")
    void guestFindsServicesByTheirNames(String guest) {
        for (var name : List.of("pods", "pods." + NAMESPACE.name() + ".svc.cluster.local")) {
            web().guestGets(guest, "http://%s:%d/".formatted(name, ToolsPod.PORT), "near", "far");
        }
    }

    @ParameterizedTest
    @MethodSource("guests")
    void servicesReachTheGuest(String guest) {
        for (var pod : pods()) {
            web().addressesOfService(guest).forEach(address -> web().podGets(pod, WebPaths.nameOf(address), guest));
        }
    }

    @ParameterizedTest
    @MethodSource("guests")
    void guestReachesWhatIsOutsideThePodNetwork(String guest) {
        assertThat(web().nodes()).isNotEmpty();
        web().nodes().forEach(node -> web().guestGetsPageWith(guest, WebPaths.healthOf(node), "lastUpdated"));
    }

    @ParameterizedTest
    @MethodSource("guests")
    void guestKeepsItsAddressesAndItsRouterWhenTheLauncherIsKilled(String guest) {
        var pod = GUESTS.pod(guest);
        var boot = GUESTS.bootOf(guest);
        var before = advertisements(pod);

        pod.shell(
                "for p in /proc/[0-9]*; do [ \"$(cat $p/comm 2>/dev/null)\" != java ] || kill -KILL ${p#/proc/}; done");

        Guests.holds(
                "the router is advertised again",
                AGAIN,
                () -> assertThat(advertisements(pod)).isGreaterThan(before));
        assertThat(GUESTS.bootOf(guest)).isEqualTo(boot);
        web().addresses(guest).forEach(address -> web().podGets(NAMESPACE.pod("far"), WebPaths.nameOf(address), guest));
    }

    private static long advertisements(TestPod pod) {
        return pod.resource()
                .getLog()
                .lines()
                .filter(line -> line.contains("advertising a router"))
                .count();
    }
}
