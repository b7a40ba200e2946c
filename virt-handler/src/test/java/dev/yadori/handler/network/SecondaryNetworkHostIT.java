package dev.yadori.handler.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.handler.network.NicRequest.NicBinding;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest at layer 2 of a network beside the pod's, by links of the kinds that plugins make. */
@Tag("host")
class SecondaryNetworkHostIT {
    private static final LinkNames NAMES = LinkNames.secondary("storage");
    private static final IpAddress NEIGHBOUR = IpAddress.parse("fd00:123:46::1");
    private static final IpAddress SELF = IpAddress.parse("fd00:123:46::5");
    private static final NetworkRequest REQUEST = new NetworkRequest(
            List.of(new NicRequest("storage", NAMES, new NicBinding.Bridge(), Optional.empty(), 1)), 107);

    @BeforeEach
    void hostCanDoIt() {
        assumeThat(PodLab.missing()).as("what this host lacks").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"veth", "macvlan"})
    void guestHasItsNeighboursOnTheLink(String kind) throws IOException, InterruptedException {
        try (PodLab lab = kind.equals("veth") ? PodLab.secondary(NAMES) : PodLab.macvlan(NAMES)) {
            lab.guest(PodLab.POD_MAC, NAMES);
            NicFacts facts = plumbed(lab);
            lab.inGuest("addr add fd00:123:46::5/128 dev eth0 nodad\nroute add fd00:123:46::/64 dev eth0\n");

            assertThat(facts.ipv6())
                    .contains(new NicFacts.Ipv6Facts(
                            NAMES.bridge(), IpPrefix.parse("fd00:123:46::5/64"), false, List.of()));
            try (ServerSocketChannel web = lab.listen("out", NEIGHBOUR, 8080)) {
                assertThat(lab.connect("guest", NEIGHBOUR, web)).isEqualTo(SELF.toString());
            }
            try (ServerSocketChannel web = lab.listen("guest", SELF, 80)) {
                assertThat(lab.connect("out", SELF, web)).isEqualTo(NEIGHBOUR.toString());
            }
            assertThat(NetworkPlanner.plan(REQUEST, lab.observe()).steps())
                    .noneMatch(NetworkPlan.Step.Ip.class::isInstance);
            assertThat(plumbed(lab)).isEqualTo(facts);
        }
    }

    @Test
    void whatAGuestSendsGoesOnByTheNetworkOfTheCard() throws IOException, InterruptedException {
        LinkNames other = LinkNames.secondary("archive");
        NetworkRequest request = new NetworkRequest(
                List.of(
                        NsenterPodNetworkHostIT.Way.MASQUERADE.request().nics().getFirst(),
                        new NicRequest("storage", NAMES, new NicBinding.Bridge(), Optional.empty(), 1),
                        new NicRequest("archive", other, new NicBinding.Bridge(), Optional.empty(), 1)),
                107);
        try (PodLab lab = PodLab.threeWays(NAMES, other)) {
            Plumbing first = lab.network().plumb(lab.pod(), request);

            assertThat(wayOut(lab, LinkNames.PRIMARY, "fd10:0:2::2")).contains("dev eth0 ");
            assertThat(wayOut(lab, NAMES, "fd00:123:46::5")).contains("via fd00:123:46::1 dev " + NAMES.bridge() + " ");
            assertThat(wayOut(lab, other, "fd00:123:46::6")).contains("via fd00:123:46::1 dev " + other.bridge() + " ");
            assertThat(NetworkPlanner.plan(request, lab.observe()).steps())
                    .noneMatch(NetworkPlan.Step.Ip.class::isInstance);
            assertThat(lab.network().plumb(lab.pod(), request)).isEqualTo(first);
            assertThat(lab.shell
                            .run(lab.pod(), "ip -6 rule show")
                            .lines()
                            .filter(rule -> rule.contains(NAMES.bridge())))
                    .hasSize(1);
        }
    }

    /** As the kernel would send on what comes in by the bridge. */
    private static String wayOut(PodLab lab, LinkNames names, String source) throws IOException, InterruptedException {
        return lab.shell.run(
                lab.pod(), "ip -6 route get %s from %s iif %s".formatted(PodLab.OUTSIDE_IPV6, source, names.bridge()));
    }

    private static NicFacts plumbed(PodLab lab) throws IOException, InterruptedException {
        return ((Plumbing.Plumbed) lab.network().plumb(lab.pod(), REQUEST))
                .nics()
                .getFirst();
    }
}
