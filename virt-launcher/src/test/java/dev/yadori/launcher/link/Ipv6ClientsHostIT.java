package dev.yadori.launcher.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.dhcp6.Lease6;
import dev.yadori.launcher.dhcp6.Lease6.Names6;
import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.Ipv6Network;
import dev.yadori.launcher.net.MacAddress;
import dev.yadori.launcher.ra.RouterLink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DHCPv6 and router advertisements against the kernel and the clients that guests have. */
@Tag("host")
class Ipv6ClientsHostIT {
    private static final MacAddress GUEST = MacAddress.parse(LinkLab.GUEST_MAC);
    private static final Names6 NAMES = new Names6(
            List.of(Ipv6Address.parse("fd00:10:96::a")), List.of("default.svc.cluster.local", "cluster.local"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private LinkLab lab;

    @BeforeEach
    void lab() throws Exception {
        assumeThat(LinkLab.missing("dhclient", "systemd-networkd"))
                .as("what this host lacks")
                .isEmpty();
        lab = new LinkLab(folder);
    }

    @AfterEach
    void close() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    private void serve(Duration duration) throws Exception {
        lab.serve(new Lease6(GUEST, Ipv6Address.parse("fd10:0:2::2"), duration, NAMES));
    }

    private void advertise() throws Exception {
        lab.advertise(new RouterLink(
                GUEST,
                new RouterLink.Paths(
                        true,
                        Optional.of(Ipv6Network.parse("fd10:0:2::2/120")),
                        List.of(Ipv6Network.parse("fd20::/64"))),
                OptionalInt.of(1450),
                NAMES));
    }

    @Test
    void kernelTakesRouterNetworkAndMtuButMakesNoAddress() throws Exception {
        advertise();
        lab.up("guest");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lab.in("guest", "ip -6 route show"))
                        .contains("default via fe80::ff:fe00:0 dev eth0 proto ra")
                        .contains("fd10:0:2::/120 dev eth0 proto kernel"));
        assertThat(lab.in("guest", "cat /proc/sys/net/ipv6/conf/eth0/mtu")).isEqualTo("1450\n");
        assertThat(lab.in("guest", "ip -6 addr show dev eth0")).doesNotContain("fd10");
    }

    @Test
    void kernelLearnsItsNeighboursFromABridgeThatIsNoRouter() throws Exception {
        lab.advertise(new RouterLink(
                GUEST,
                new RouterLink.Paths(false, Optional.of(Ipv6Network.parse("fd00:123:46::5/64")), List.of()),
                OptionalInt.empty(),
                Names6.NONE));
        lab.up("guest");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lab.in("guest", "ip -6 route show"))
                        .contains("fd00:123:46::/64 dev eth0 proto kernel"));
        assertThat(lab.in("guest", "ip -6 route show")).doesNotContain("default");
        assertThat(lab.in("guest", "ip -6 addr show dev eth0")).doesNotContain("fd00:123:46");
    }

    @Test
    void dhclientRenewsAndReleases() throws Exception {
        serve(Duration.ofSeconds(15));
        lab.up("guest");
        lab.start("guest", dhclient("-6"));
        awaitEvent("BOUND6 fd10:0:2::2 fd00:10:96::a default.svc.cluster.local. cluster.local.");
        awaitEvent("RENEW6 fd10:0:2::2");
        lab.start("guest", dhclient("-6", "-r"));
        awaitEvent("RELEASE6");
    }

    /** Renewals name the server, rebindings ask whoever there is. */
    @Test
    void clientWhoseRenewalsAreLostAsksEveryone() throws Exception {
        serve(Duration.ofSeconds(30));
        lab.up("guest");
        lab.start("guest", dhclient("-6"));
        awaitEvent("BOUND6 fd10:0:2::2");
        lab.in("pod", "nft add table ip6 t; nft add chain ip6 t i \"{ type filter hook input priority 0; }\"");
        lab.in("pod", "nft add rule ip6 t i udp dport 547 @th,64,8 5 drop");
        awaitEvent("REBIND6 fd10:0:2::2");
    }

    @Test
    void strangerOnTheLinkGetsNoAddress() throws Exception {
        serve(Lease6.FOR_EVER);
        lab.up("guest");
        lab.up("stranger");
        lab.start("stranger", dhclient("-6"));
        await().atMost(PATIENCE).until(() -> lab.read("client.log").contains("XMT: Solicit"));
        var guest = lab.start("guest", dhclient("-6", "-1"));
        awaitEvent("BOUND6 fd10:0:2::2");
        assertThat(lab.in("stranger", "ip -6 addr show dev eth0")).doesNotContain("fd10");
        assertThat(guest.isAlive()).isTrue();
    }

    @Test
    void networkdConfiguresAddressRouterAndNames() throws Exception {
        serve(Lease6.FOR_EVER);
        advertise();
        lab.networkd("ipv6");
        lab.up("guest");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(lab.in("guest", "ip -6 addr show dev eth0"))
                    .as(() -> lab.read("client.log"))
                    .contains("inet6 fd10:0:2::2/128");
            assertThat(lab.in("guest", "ip -6 route show"))
                    .contains("default via fe80::ff:fe00:0 dev eth0 proto ra")
                    .contains("fd20::/64 via fe80::ff:fe00:0 dev eth0 proto ra")
                    .contains("fd10:0:2::/120 dev eth0 proto ra");
        });
        assertThat(lab.in("guest", "ping -c 1 -W 5 fd10:0:2::1")).contains("1 received");
    }

    private String[] dhclient(String... options) throws IOException {
        var script = lab.script("dhclient.sh", """
                #!/bin/sh
                echo "$reason $new_ip6_address $new_dhcp6_name_servers $new_dhcp6_domain_search" >> %s/events
                [ "$reason" != BOUND6 ] || ip addr add $new_ip6_address/128 dev eth0
                """.formatted(folder));
        var first = Stream.of(
                "dhclient",
                "-d",
                "-v",
                "-sf",
                script.toString(),
                "-lf",
                folder + "/leases",
                "-pf",
                folder + "/dhclient.pid");
        return Stream.concat(first, Stream.concat(Stream.of(options), Stream.of("eth0")))
                .toArray(String[]::new);
    }

    private void awaitEvent(String event) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lab.read("events"))
                        .as(() -> lab.read("client.log"))
                        .contains(event));
    }
}
