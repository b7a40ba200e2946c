package dev.yadori.handler.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.handler.network.NicRequest.NicBinding;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guests of pods with addresses of one IP version alone, and with networks of their own; each is set up as it would be told. */
@Tag("host")
class FamiliesHostIT {

    @BeforeEach
    void hostCanDoIt() {
        assumeThat(PodLab.missing()).as("what this host lacks").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MASQUERADE, true", "MASQUERADE, false", "BRIDGE, true", "BRIDGE, false"})
    void guestHasTheOneFamilyOfItsPod(NsenterPodNetworkHostIT.Way way, boolean ipv4)
            throws IOException, InterruptedException {
        try (PodLab lab = PodLab.pointToPoint(ipv4)) {
            NicFacts facts = started(lab, way.request());

            assertThat(facts.addresses()).containsExactly(ipv4 ? PodLab.POD_IPV4 : PodLab.POD_IPV6);
            assertThat(facts.dhcp().isPresent()).isEqualTo(ipv4);
            assertThat(facts.ipv6().isPresent()).isEqualTo(!ipv4);
            bothWays(lab, facts);
            assertThat(lab.shell.run(lab.pod(), "nft list tables")).doesNotContain(ipv4 ? "ip6 yadori" : "ip yadori");
        }
    }

    @Test
    void guestIsOnTheNetworksThatItsObjectNames() throws IOException, InterruptedException {
        NicBinding binding = new NicBinding.Masquerade(
                IpPrefix.parse("192.168.77.0/30"), IpPrefix.parse("fd77::/126"), List.of(), false);
        NetworkRequest request = new NetworkRequest(
                List.of(new NicRequest("default", LinkNames.PRIMARY, binding, Optional.empty(), 1)), 107);
        try (PodLab lab = PodLab.pointToPoint()) {
            NicFacts facts = started(lab, request);

            assertThat(facts.dhcp().orElseThrow().address()).hasToString("192.168.77.2/30");
            assertThat(facts.ipv6().orElseThrow().address()).hasToString("fd77::2/126");
            bothWays(lab, facts);
        }
    }

    /** The guest is asked under each address of its pod, and is seen outside under the same. */
    private static void bothWays(PodLab lab, NicFacts facts) throws IOException, InterruptedException {
        for (IpAddress pod : facts.addresses()) {
            IpAddress outside = pod.isV4() ? PodLab.OUTSIDE_IPV4 : PodLab.OUTSIDE_IPV6;
            try (ServerSocketChannel guest = lab.listen("guest", pod, 80);
                    ServerSocketChannel world = lab.listen("out", outside, 8080)) {
                assertThat(lab.connect("out", pod, guest)).isNotEmpty();
                assertThat(lab.connect("guest", outside, world)).isEqualTo(pod.toString());
            }
        }
    }

    /** The guest's addresses and routers are those of the facts, and nothing else. */
    private static NicFacts started(PodLab lab, NetworkRequest request) throws IOException, InterruptedException {
        lab.guest(PodLab.POD_MAC);
        NicFacts facts = ((Plumbing.Plumbed) lab.network().plumb(lab.pod(), request))
                .nics()
                .getFirst();
        IpAddress router =
                lab.observe().link(facts.links().bridge()).orElseThrow().mac().linkLocal();
        Stream<String> ipv4 = facts.dhcp().stream()
                .flatMap(dhcp -> Stream.of(
                        "addr add %s dev eth0".formatted(dhcp.address()),
                        "route add default via %s dev eth0 onlink"
                                .formatted(dhcp.router().orElseThrow())));
        Stream<String> ipv6 = facts.ipv6().stream()
                .flatMap(link -> Stream.of(
                        "addr add %s dev eth0 nodad".formatted(link.address()),
                        "route add default via %s dev eth0".formatted(router)));
        lab.inGuest(String.join("\n", Stream.concat(ipv4, ipv6).toList()));
        return facts;
    }
}
