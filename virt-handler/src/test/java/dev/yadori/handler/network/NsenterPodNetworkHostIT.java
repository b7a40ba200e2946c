package dev.yadori.handler.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.network.NicFacts.DhcpRoute;
import dev.yadori.handler.network.NicRequest.NicBinding;
import dev.yadori.handler.network.NicRequest.PortRange;
import dev.yadori.handler.network.NicRequest.Protocol;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plumbing in throwaway network namespaces of this host. */
@Tag("host")
class NsenterPodNetworkHostIT {

    private static final String GUEST_MASQUERADED = """
            addr add 10.0.2.2/24 dev eth0
            route add default via 10.0.2.1
            addr add fd10:0:2::2/120 dev eth0 nodad
            route add default via fd10:0:2::1
            """;
    private static final String GUEST_BRIDGED = """
            addr add 10.244.2.2/24 dev eth0
            route add default via 10.244.2.1
            addr add fd00:244:0:2::2/128 dev eth0 nodad
            route add default via ROUTER dev eth0
            """;

    @BeforeEach
    void hostCanDoIt() {
        assumeThat(PodLab.missing()).as("what this host lacks").isEmpty();
    }

    enum Way {
        MASQUERADE,
        BRIDGE;

        NicBinding binding() {
            return switch (this) {
                case MASQUERADE -> masquerade(List.of());
                case BRIDGE -> new NicBinding.Bridge();
            };
        }

        NetworkRequest request() {
            return NsenterPodNetworkHostIT.request(binding(), 1);
        }
    }

    @Test
    void masqueradedGuestAnswersUnderThePodsAddresses() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            lab.guest(PodLab.POD_MAC);
            NicFacts facts = plumbed(lab, Way.MASQUERADE.request());
            lab.inGuest(GUEST_MASQUERADED);
            assertThat(facts.addresses()).containsExactly(PodLab.POD_IPV4, PodLab.POD_IPV6);
            for (IpAddress pod : facts.addresses()) {
                try (ServerSocketChannel web = lab.listen("guest", pod, 80)) {
                    assertThat(lab.connect("out", pod, web)).isEqualTo(gatewayOf(pod));
                }
            }
        }
    }

    @Test
    void masqueradedGuestReachesTheWorldAsThePod() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            lab.guest(PodLab.POD_MAC);
            plumbed(lab, Way.MASQUERADE.request());
            lab.inGuest(GUEST_MASQUERADED);
            try (ServerSocketChannel web = lab.listen("out", PodLab.OUTSIDE_IPV4, 8080)) {
                assertThat(lab.connect("guest", PodLab.OUTSIDE_IPV4, web)).isEqualTo(PodLab.POD_IPV4.toString());
            }
            try (ServerSocketChannel web = lab.listen("out", PodLab.OUTSIDE_IPV6, 8080)) {
                assertThat(lab.connect("guest", PodLab.OUTSIDE_IPV6, web)).isEqualTo(PodLab.POD_IPV6.toString());
            }
        }
    }

    @Test
    void podReachesMasqueradedGuestByItsLoopbackAndByTheGuestsOwnAddress() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            lab.guest(PodLab.POD_MAC);
            plumbed(lab, Way.MASQUERADE.request());
            lab.inGuest(GUEST_MASQUERADED);
            try (ServerSocketChannel web = lab.listen("guest", PodLab.POD_IPV4, 80)) {
                for (String guest : List.of("127.0.0.1", "10.0.2.2")) {
                    assertThat(lab.connect("pod", IpAddress.parse(guest), web)).isEqualTo("10.0.2.1");
                }
            }
        }
    }

    @Test
    void onlyListedPortsReachTheGuest() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            lab.guest(PodLab.POD_MAC);
            List<PortRange> ports = List.of(
                    new PortRange(Protocol.TCP, 80, 80),
                    new PortRange(Protocol.TCP, 8000, 8010),
                    new PortRange(Protocol.TCP, 8005, 8020),
                    new PortRange(Protocol.UDP, 53, 53));
            plumbed(lab, request(masquerade(ports), 1));
            lab.inGuest(GUEST_MASQUERADED);
            try (ServerSocketChannel listed = lab.listen("guest", PodLab.POD_IPV4, 8015);
                    ServerSocketChannel unlisted = lab.listen("guest", PodLab.POD_IPV4, 22)) {
                assertThat(lab.connect("out", PodLab.POD_IPV4, listed)).isEqualTo("10.244.2.1");
                assertThatThrownBy(() -> lab.connect("out", PodLab.POD_IPV4, unlisted))
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    /** What a mesh's proxy does: it listens in the pod, and passes on to the pod's own address. */
    @Test
    void proxyOfAMeshReachesTheGuestAndKeepsItsPorts() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            lab.guest(PodLab.POD_MAC);
            plumbed(lab, request(masquerade(List.of(), true), 1));
            lab.inGuest(GUEST_MASQUERADED);
            for (IpAddress pod : List.of(PodLab.POD_IPV4, PodLab.POD_IPV6)) {
                try (ServerSocketChannel web = lab.listen("guest", pod, 80)) {
                    assertThat(lab.connect("pod", pod, web)).isEqualTo(pod.toString());
                    assertThat(lab.connect("out", pod, web)).isEqualTo(gatewayOf(pod));
                }
                try (ServerSocketChannel health = lab.listen("pod", pod, 15021)) {
                    assertThat(lab.connect("out", pod, health)).isEqualTo(gatewayOf(pod));
                }
            }
            try (ServerSocketChannel web = lab.listen("guest", PodLab.POD_IPV4, 80)) {
                assertThat(lab.connect("pod", IpAddress.parse("127.0.0.6"), web))
                        .isEqualTo("10.0.2.1");
            }
        }
    }

    @Test
    void bridgedGuestHasThePodsAddress() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            lab.guest(PodLab.POD_MAC);
            NicFacts facts = plumbed(lab, Way.BRIDGE.request());
            lab.inGuest(GUEST_BRIDGED.replace("ROUTER", routerOf(lab)));
            assertThat(facts.addresses()).containsExactly(PodLab.POD_IPV4, PodLab.POD_IPV6);
            for (IpAddress pod : facts.addresses()) {
                try (ServerSocketChannel web = lab.listen("guest", pod, 80)) {
                    assertThat(lab.connect("out", pod, web)).isEqualTo(gatewayOf(pod));
                }
            }
        }
    }

    @Test
    void bridgedGuestReachesTheWorldByItsRouters() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            lab.guest(PodLab.POD_MAC);
            plumbed(lab, Way.BRIDGE.request());
            lab.inGuest(GUEST_BRIDGED.replace("ROUTER", routerOf(lab)));
            try (ServerSocketChannel web = lab.listen("out", PodLab.OUTSIDE_IPV4, 8080)) {
                assertThat(lab.connect("guest", PodLab.OUTSIDE_IPV4, web)).isEqualTo(PodLab.POD_IPV4.toString());
            }
            try (ServerSocketChannel web = lab.listen("out", PodLab.OUTSIDE_IPV6, 8080)) {
                assertThat(lab.connect("guest", PodLab.OUTSIDE_IPV6, web)).isEqualTo(PodLab.POD_IPV6.toString());
            }
        }
    }

    @Test
    void bridgedGuestIsToldItsAddressAloneAndOneRouter() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            assertThat(plumbed(lab, Way.BRIDGE.request()).ipv6())
                    .contains(
                            new NicFacts.Ipv6Facts("k6t-eth0", IpPrefix.parse("fd00:244:0:2::2/128"), true, List.of()));
        }
    }

    @Test
    void routerSocketIsOnItsDeviceInThePod() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            plumbed(lab, Way.MASQUERADE.request());
            try (Descriptor socket = lab.pod().openRouterSocket("k6t-eth0")) {
                assertThat(lab.shell.run(lab.pod(), "cat /proc/net/raw6").lines())
                        .as("ICMPv6 sockets of the pod")
                        .anyMatch(line -> line.contains(":003A "));
                assertThat(socket.number()).isPositive();
            }
            assertThatThrownBy(() -> lab.pod().openRouterSocket("nowhere")).hasMessageContaining("setsockopt");
        }
    }

    @Test
    void bridgedPodKeepsItsAddressInSight() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            plumbed(lab, Way.BRIDGE.request());
            assertThat(lab.observe().link("eth0").orElseThrow().addresses())
                    .extracting(IpPrefix::address)
                    .contains(PodLab.POD_IPV4, PodLab.POD_IPV6);
        }
    }

    @Test
    void guestOnAPointToPointNetworkIsToldTwoHalves() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            NicFacts.DhcpFacts dhcp = plumbed(lab, Way.BRIDGE.request()).dhcp().orElseThrow();
            Optional<IpAddress> router = Optional.of(IpAddress.parse("10.244.2.1"));
            assertThat(dhcp.router()).isEqualTo(router);
            assertThat(dhcp.routes())
                    .containsExactly(
                            new DhcpRoute(IpPrefix.parse("10.244.2.1/32"), Optional.empty()),
                            new DhcpRoute(IpPrefix.parse("10.244.2.0/25"), router),
                            new DhcpRoute(IpPrefix.parse("10.244.2.128/25"), router));
        }
    }

    @Test
    void guestOnAFlatNetworkIsToldItsRouterOnly() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.flat()) {
            NicFacts.DhcpFacts dhcp = plumbed(lab, Way.BRIDGE.request()).dhcp().orElseThrow();
            assertThat(dhcp.address()).hasToString("10.244.2.2/24");
            assertThat(dhcp.router()).contains(IpAddress.parse("10.244.2.1"));
            assertThat(dhcp.routes()).isEmpty();
        }
    }

    @Test
    void tapIsTheLaunchersWithItsQueues() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            plumbed(lab, request(Way.MASQUERADE.binding(), 4));
            assertThat(lab.shell.run(lab.pod(), """
                            name=$(getent group 107 | cut -d: -f1)
                            ip -Numeric -details link show tap0 | sed "s/group ${name:-107}/group 107/"
                            """))
                    .contains("type tap", "multi_queue", "persist", "user 107", "group 107");
            assertThat(lab.observe().link("tap0").orElseThrow().mtu()).isEqualTo(1450);
        }
    }

    @ParameterizedTest
    @EnumSource
    void secondRunChangesNothing(Way way) throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            NicFacts first = plumbed(lab, way.request());
            String state = lab.state();
            assertThat(NetworkPlanner.plan(way.request(), lab.observe()).steps())
                    .noneMatch(NetworkPlan.Step.Ip.class::isInstance);
            assertThat(plumbed(lab, way.request())).isEqualTo(first);
            assertThat(lab.state()).isEqualTo(state);
        }
    }

    /** A run that is killed after any of its steps is finished by the next one, which sees only what is there. */
    @ParameterizedTest
    @EnumSource
    void runThatWasCutOffAnywhereIsFinishedByTheNext(Way way) throws IOException, InterruptedException {
        NicFacts wanted;
        String state;
        int steps;
        try (PodLab lab = PodLab.pointToPoint()) {
            steps = NetworkPlanner.plan(way.request(), lab.observe()).steps().size();
            wanted = plumbed(lab, way.request());
            state = stable(lab.state());
        }
        for (int done = 1; done < steps; done++) {
            try (PodLab lab = PodLab.pointToPoint()) {
                NetworkPlan plan = NetworkPlanner.plan(way.request(), lab.observe());
                lab.shell.run(lab.pod(), new NetworkPlan(plan.steps().subList(0, done), List.of()).script());
                assertThat(plumbed(lab, way.request()))
                        .as("facts after %d steps", done)
                        .isEqualTo(wanted);
                assertThat(stable(lab.state())).as("state after %d steps", done).isEqualTo(state);
            }
        }
    }

    /**
     * SIGKILL takes the shell and whatever it runs just then, inside a batch too, as soon as the kernel has told of the n-th
     * change.
     */
    @ParameterizedTest
    @EnumSource
    void runThatWasKilledInTheMiddleIsFinishedByTheNext(Way way) throws IOException, InterruptedException {
        NicFacts wanted;
        String state;
        try (PodLab lab = PodLab.pointToPoint()) {
            wanted = plumbed(lab, way.request());
            state = stable(lab.state());
        }
        int killed = 0;
        for (int changes = 1; changes <= 2 * killed + 1; changes += 2) {
            try (PodLab lab = PodLab.pointToPoint()) {
                String script =
                        NetworkPlanner.plan(way.request(), lab.observe()).script();
                killed += KilledRun.of(lab.pod(), script, changes) ? 1 : 0;
                assertThat(plumbed(lab, way.request()))
                        .as("facts after %d changes", changes)
                        .isEqualTo(wanted);
                assertThat(stable(lab.state()))
                        .as("state after %d changes", changes)
                        .isEqualTo(state);
            }
        }
        assertThat(killed).as("runs that were cut off").isPositive();
    }

    @Test
    void podWithoutLinkCannotBePlumbed() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint().withoutLink()) {
            assertThat(lab.network().plumb(lab.pod(), Way.MASQUERADE.request()))
                    .isEqualTo(new Plumbing.Impossible("interface default: the pod has no link eth0"));
        }
    }

    @Test
    void failureSaysWhatTheToolComplainedAbout() throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint()) {
            assertThatThrownBy(() -> lab.shell.run(lab.pod(), "ip link set dev nowhere up\necho not reached"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("nowhere");
        }
    }

    /**
     * The addresses of a tap and of a veth's other end are random. A tap whose maker is killed before it is persistent goes with
     * it, and the next one has another index.
     */
    static String stable(String state) {
        return state.replaceAll("([0-9a-f]{2}:){5}[0-9a-f]{2}", "MAC")
                .replaceAll("ylab-\\w+", "LAB")
                .replaceAll("(?m)^\\d+: ", "N: ");
    }

    private static String gatewayOf(IpAddress pod) {
        return pod.isV4() ? "10.244.2.1" : "fd00:244:0:2::1";
    }

    private static String routerOf(PodLab lab) throws IOException, InterruptedException {
        MacAddress bridge = lab.observe().link("k6t-eth0").orElseThrow().mac();
        return bridge.linkLocal().toString();
    }

    private static NicBinding masquerade(List<PortRange> ports) {
        return masquerade(ports, false);
    }

    private static NicBinding masquerade(List<PortRange> ports, boolean mesh) {
        return new NicBinding.Masquerade(IpPrefix.parse("10.0.2.0/24"), IpPrefix.parse("fd10:0:2::/120"), ports, mesh);
    }

    private static NetworkRequest request(NicBinding binding, int queues) {
        return new NetworkRequest(
                List.of(new NicRequest("default", LinkNames.PRIMARY, binding, Optional.empty(), queues)), 107);
    }

    static NicFacts plumbed(PodLab lab, NetworkRequest request) throws IOException, InterruptedException {
        Plumbing plumbing = lab.network().plumb(lab.pod(), request);
        assertThat(plumbing).isInstanceOf(Plumbing.Plumbed.class);
        return ((Plumbing.Plumbed) plumbing).nics().getFirst();
    }
}
