package dev.yadori.launcher.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.Ipv4Network;
import dev.yadori.launcher.net.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DHCPv4 against the clients that guests have. */
@Tag("host")
class Dhcp4ClientsHostIT {
    private static final Ipv4Address SERVER = Ipv4Address.parse("10.0.2.1");
    private static final Duration LONG = Duration.ofDays(999);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final List<String> EVERY_OPTION = List.of(
            "ip=10.0.2.2",
            "subnet=255.255.255.0",
            "router=10.0.2.1",
            "dns=10.96.0.10 10.96.0.11",
            "hostname=web-0",
            "domain=default.svc.cluster.local",
            "search=db.default.svc.cluster.local default.svc.cluster.local cluster.local",
            "mtu=1450",
            "ntpsrv=192.0.2.123",
            "tftp=tftp.example",
            "bootfile=boot/pxelinux.0",
            "staticroutes=192.0.2.0/24 10.0.2.254 0.0.0.0/0 10.0.2.1",
            "opt224=6669727374",
            "opt254=6c617374",
            "serverid=10.0.2.1",
            "lease=86313600");

    @TempDir
    private Path folder;

    private LinkLab lab;

    @BeforeEach
    void lab() throws Exception {
        assumeThat(LinkLab.missing("busybox", "dhclient", "systemd-networkd"))
                .as("what this host lacks")
                .isEmpty();
        lab = new LinkLab(folder);
        lab.up("guest");
        lab.up("stranger");
    }

    @AfterEach
    void close() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    private static Lease lease(Duration duration) {
        return new Lease(
                MacAddress.parse(LinkLab.GUEST_MAC),
                Ipv4Network.parse("10.0.2.2/24"),
                SERVER,
                duration,
                new Lease.Link(
                        Optional.of(SERVER),
                        List.of(new Lease.Route(Ipv4Network.parse("192.0.2.0/24"), Ipv4Address.parse("10.0.2.254"))),
                        OptionalInt.of(1450)),
                new Lease.Names(
                        Optional.of("web-0"),
                        Optional.of("default.svc.cluster.local"),
                        List.of("db.default.svc.cluster.local", "default.svc.cluster.local", "cluster.local"),
                        List.of(Ipv4Address.parse("10.96.0.10"), Ipv4Address.parse("10.96.0.11"))),
                new Lease.Boot(
                        Optional.of("tftp.example"),
                        Optional.of("boot/pxelinux.0"),
                        List.of(Ipv4Address.parse("192.0.2.123")),
                        new TreeMap<>(Map.of(224, "first", 254, "last"))));
    }

    /** Notes what it is called with: the event, and the environment. */
    private Path busyboxScript() throws Exception {
        return lab.script("busybox.sh", """
                #!/bin/sh
                echo "event $1 $ip" >> %1$s/events
                env > %1$s/env.$1
                [ "$1" != bound ] || ip addr replace "$ip/$mask" dev eth0
                """.formatted(folder));
    }

    private String[] busybox(String... more) throws Exception {
        return arguments(
                List.of(
                        "busybox",
                        "udhcpc",
                        "-i",
                        "eth0",
                        "-f",
                        "-s",
                        busyboxScript().toString()),
                List.of(more));
    }

    private static String[] arguments(List<String> first, List<String> more) {
        var all = new ArrayList<>(first);
        all.addAll(more);
        return all.toArray(String[]::new);
    }

    @Test
    void busyboxGetsEveryOption() throws Exception {
        lab.serve(lease(LONG));
        var asking =
                "-n -q -O mtu -O search -O staticroutes -O ntpsrv -O tftp -O bootfile -O domain -O hostname -O 0xe0 -O 0xfe";
        var client = lab.start("guest", busybox(asking.split(" ", -1)));
        assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(lab.read("env.bound").lines()).containsAll(EVERY_OPTION);
    }

    @Test
    void busyboxRenewsAndReleases() throws Exception {
        lab.serve(lease(LONG));
        var client = lab.start("guest", busybox());
        awaitEvent("event bound 10.0.2.2");
        signal(client, "USR1");
        awaitEvent("event renew 10.0.2.2");
        signal(client, "USR2");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lab.read("client.log")).contains("released"));
    }

    @Test
    void strangerOnTheLinkIsNotAnswered() throws Exception {
        lab.serve(lease(LONG));
        var client = lab.start("stranger", busybox("-n", "-q", "-t", "2", "-T", "1"));
        assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isNotZero();
        assertThat(lab.read("events")).doesNotContain("bound");
    }

    @Test
    void addressAloneOnItsLinkReachesItsRouter() throws Exception {
        lab.serve(new Lease(
                MacAddress.parse(LinkLab.GUEST_MAC),
                Ipv4Network.parse("10.244.7.7/32"),
                Ipv4Address.parse("169.254.75.10"),
                LONG,
                new Lease.Link(Optional.of(SERVER), List.of(), OptionalInt.of(1450)),
                Lease.Names.NONE,
                Lease.Boot.NONE));
        lab.in("pod", "ip route add 10.244.7.7 dev k6t-eth0");
        lab.start("guest", dhclient("-4"));
        awaitEvent("BOUND 10.244.7.7");
        assertThat(lab.in("guest", "ip route show"))
                .contains("10.0.2.1 dev eth0 scope link", "default via 10.0.2.1 dev eth0");
        assertThat(lab.in("guest", "ping -c 1 -W 5 10.0.2.1")).contains("1 received");
    }

    @Test
    void dhclientRenewsAndReleases() throws Exception {
        lab.serve(lease(Duration.ofSeconds(12)));
        lab.start("guest", dhclient("-4"));
        awaitEvent("BOUND 10.0.2.2");
        awaitEvent("RENEW 10.0.2.2");
        lab.start("guest", dhclient("-4", "-r"));
        awaitEvent("RELEASE");
    }

    @Test
    void clientThatDoesNotReachTheServerAsksEveryone() throws Exception {
        lab.serve(lease(Duration.ofSeconds(20)));
        lab.start("guest", busybox());
        awaitEvent("event bound 10.0.2.2");
        lab.in("pod", "nft add table ip t; nft add chain ip t i \"{ type filter hook input priority 0; }\"");
        lab.in("pod", "nft add rule ip t i ip daddr 10.0.2.1 udp dport 67 drop");
        awaitEvent("event renew 10.0.2.2");
        assertThat(lab.read("client.log")).contains("broadcasting renew").doesNotContain("lease lost");
    }

    @Test
    void networkdConfiguresAddressAndRoutes() throws Exception {
        lab.serve(lease(LONG));
        lab.networkd("ipv4");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(lab.in("guest", "ip addr show dev eth0"))
                    .as(() -> lab.read("client.log"))
                    .contains("inet 10.0.2.2/24");
            assertThat(lab.in("guest", "ip route show"))
                    .contains(
                            "default via 10.0.2.1 dev eth0 proto dhcp",
                            "192.0.2.0/24 via 10.0.2.254 dev eth0 proto dhcp");
        });
    }

    /** Its own script wants a resolv.conf and a host name to write to. */
    private String[] dhclient(String... options) throws Exception {
        var script = lab.script("dhclient.sh", """
                #!/bin/sh
                echo "$reason $new_ip_address" >> %s/events
                case $reason in
                BOUND)
                  [ $new_subnet_mask = 255.255.255.255 ] && prefix=32 || prefix=24
                  ip addr add $new_ip_address/$prefix dev eth0
                  set -- $new_rfc3442_classless_static_routes
                  [ "$1" = 32 ] && ip route add $2.$3.$4.$5 dev eth0 && ip route add default via $2.$3.$4.$5 dev eth0
                  exit 0 ;;
                esac
                """.formatted(folder));
        var config = lab.script("dhclient.conf", """
                option rfc3442-classless-static-routes code 121 = array of unsigned integer 8;
                request subnet-mask, routers, rfc3442-classless-static-routes, domain-name-servers, interface-mtu;
                backoff-cutoff 2;
                initial-interval 1;
                """);
        return arguments(
                List.of(
                        "dhclient",
                        "-d",
                        "-v",
                        "-sf",
                        script.toString(),
                        "-cf",
                        config.toString(),
                        "-lf",
                        folder + "/leases",
                        "-pf",
                        folder + "/dhclient.pid"),
                Stream.concat(List.of(options).stream(), Stream.of("eth0")).toList());
    }

    private void signal(Process client, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(client.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private void awaitEvent(String event) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lab.read("events"))
                        .as(() -> lab.read("client.log"))
                        .contains(event));
    }
}
