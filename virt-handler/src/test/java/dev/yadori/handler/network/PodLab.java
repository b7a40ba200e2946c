package dev.yadori.handler.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.handler.pod.PodNetns;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Three network namespaces: a pod as a point-to-point network plugin makes it with two IP versions, the world outside, and a
 * guest, whose link takes the place of the tap.
 */
final class PodLab implements AutoCloseable {

    /** The routes are those that the ptp plugin leaves. */
    private static final String POINT_TO_POINT = """
                ip -n ID-out link set veth0 mtu 1450 up
                ip -n ID-out addr add 10.244.2.1/32 dev veth0; ip -n ID-out addr add fd00:244:0:2::1/128 dev veth0 nodad
                ip -n ID-out route add 10.244.2.2 dev veth0; ip -n ID-out route add fd00:244:0:2::2 dev veth0
                ip -n ID-out addr add 192.0.2.10/32 dev lo; ip -n ID-out addr add 2001:db8::10/128 dev lo
                ip -n ID-pod addr add 10.244.2.2/24 dev eth0; ip -n ID-pod addr add fd00:244:0:2::2/64 dev eth0 nodad
                ip -n ID-pod link set eth0 addrgenmode none up
                ip -n ID-pod route del 10.244.2.0/24 dev eth0; ip -n ID-pod route del fd00:244:0:2::/64 dev eth0
                ip -n ID-pod route add 10.244.2.1 dev eth0 src 10.244.2.2
                ip -n ID-pod route add 10.244.2.0/24 via 10.244.2.1 dev eth0 src 10.244.2.2
                ip -n ID-pod route add default via 10.244.2.1 dev eth0
                ip -n ID-pod route add fd00:244:0:2::1 dev eth0
                ip -n ID-pod route add fd00:244:0:2::/64 via fd00:244:0:2::1 dev eth0
                ip -n ID-pod route add default via fd00:244:0:2::1 dev eth0
                """;

    private static final Pattern IPV4 = Pattern.compile(" \\d+\\.\\d+\\.");
    private static final Pattern IPV6 = Pattern.compile(" [0-9a-f]+:[0-9a-f]*:");

    static final String POD_MAC = "76:95:fd:c7:55:46";
    static final IpAddress POD_IPV4 = IpAddress.parse("10.244.2.2");
    static final IpAddress POD_IPV6 = IpAddress.parse("fd00:244:0:2::2");
    static final IpAddress OUTSIDE_IPV4 = IpAddress.parse("192.0.2.10");
    static final IpAddress OUTSIDE_IPV6 = IpAddress.parse("2001:db8::10");

    private final String id = "ylab-" + UUID.randomUUID().toString().substring(0, 8);
    private final PodNetns pod;
    final NetnsShell shell = new NetnsShell(Duration.ofSeconds(20));

    private PodLab(String script) throws IOException {
        run("""
                ip netns add %1$s-pod; ip netns add %1$s-out; ip netns add %1$s-guest
                ip -n %1$s-pod link set lo up; ip -n %1$s-out link set lo up
                ip -n %1$s-pod link add eth0 address %2$s mtu 1450 type veth peer name veth0 netns %1$s-out
                """.formatted(id, POD_MAC) + script.replace("ID", id));
        pod = PodNetns.open(path("pod"));
    }

    static PodLab pointToPoint() throws IOException {
        return new PodLab(POINT_TO_POINT);
    }

    /** The same with addresses and routes of one IP version alone. */
    static PodLab pointToPoint(boolean ipv4) throws IOException {
        Pattern other = ipv4 ? IPV6 : IPV4;
        return new PodLab(POINT_TO_POINT
                .lines()
                .flatMap(line -> Stream.of(line.split(";", -1)))
                .filter(step -> !other.matcher(step).find())
                .collect(Collectors.joining("\n")));
    }

    /** As the bridge plugin leaves it: the pod's network is on its link. */
    static PodLab flat() throws IOException {
        return new PodLab("""
                ip -n ID-out addr add 10.244.2.1/24 dev veth0; ip -n ID-out link set veth0 mtu 1450 up
                ip -n ID-out addr add 192.0.2.10/32 dev lo
                ip -n ID-pod addr add 10.244.2.2/24 dev eth0; ip -n ID-pod link set eth0 addrgenmode none up
                ip -n ID-pod route add default via 10.244.2.1 dev eth0
                """);
    }

    /** As the bridge plugin leaves a network beside the pod's: its only link, and what has its addresses is on it. */
    static PodLab secondary(LinkNames names) throws IOException {
        return new PodLab("""
                ip -n ID-out addr add fd00:123:46::1/64 dev veth0 nodad; ip -n ID-out link set veth0 mtu 1450 up
                ip -n ID-pod link set eth0 name LINK
                ip -n ID-pod addr add fd00:123:46::5/64 dev LINK nodad; ip -n ID-pod link set LINK addrgenmode none up
                """.replace("LINK", names.pod()));
    }

    /** The same by the macvlan plugin: the link takes in what is for its own address alone. */
    static PodLab macvlan(LinkNames names) throws IOException {
        return new PodLab("""
                ip -n ID-out addr add fd00:123:46::1/64 dev veth0 nodad; ip -n ID-out link set veth0 mtu 1450 up
                ip -n ID-pod link set eth0 address 02:00:00:00:00:99; ip -n ID-pod link set eth0 addrgenmode none up
                ip -n ID-pod link add link eth0 name LINK address MAC mtu 1450 type macvlan mode bridge
                ip -n ID-pod addr add fd00:123:46::5/64 dev LINK nodad; ip -n ID-pod link set LINK addrgenmode none up
                """.replace("LINK", names.pod()).replace("MAC", POD_MAC));
    }

    /** Beside the pod's own network two links to another one, each with a way to everywhere that is as good as the pod's own. */
    static PodLab threeWays(LinkNames one, LinkNames other) throws IOException {
        String link = """
                ip -n ID-pod link add LINK type veth peer name LAST netns ID-out; ip -n ID-out link set LAST up
                ip -n ID-pod addr add 10.123.46.5/24 dev LINK; ip -n ID-pod addr add fd00:123:46::5/64 dev LINK nodad
                ip -n ID-pod link set LINK addrgenmode none up
                ip -n ID-pod -6 route append default via fd00:123:46::1 dev LINK
                """;
        return new PodLab(POINT_TO_POINT
                + link.replace("LINK", one.pod()).replace("LAST", "veth1")
                + link.replace("LINK", other.pod())
                        .replace("LAST", "veth2")
                        .replace("46.5", "46.6")
                        .replace("46::5", "46::6"));
    }

    /** No link but the loopback. */
    PodLab withoutLink() throws IOException {
        run("ip -n %s-pod link del eth0".formatted(id));
        return this;
    }

    /** A guest with that MAC address behind a link that is named as the tap. */
    void guest(String mac) throws IOException {
        guest(mac, LinkNames.PRIMARY);
    }

    void guest(String mac, LinkNames names) throws IOException {
        run("""
                ip -n ID-pod link add TAP type veth peer name eth0 netns ID-guest
                ip -n ID-guest link set lo up; ip -n ID-guest link set eth0 address MAC mtu 1450 up
                """.replace("ID", id).replace("TAP", names.tap()).replace("MAC", mac));
    }

    void inGuest(String ipLines) throws IOException {
        run(ipLines.lines()
                .map(line -> "ip -n %s-guest %s\n".formatted(id, line))
                .collect(Collectors.joining()));
    }

    PodNetns pod() {
        return pod;
    }

    NsenterPodNetwork network() {
        return new NsenterPodNetwork(shell);
    }

    ObservedNetns observe() throws IOException, InterruptedException {
        return network().observe(pod);
    }

    /** Everything that plumbing may have made or changed, as text that is the same for the same state. */
    String state() throws IOException, InterruptedException {
        return observe() + shell.run(pod, """
                        ip -brief link show
                        ip addr show | grep -v link/
                        ip route show table all; ip -6 route show table all
                        nft list ruleset
                        cd /proc/sys/net
                        cat ipv4/ip_forward ipv6/conf/all/forwarding
                        cat ipv4/conf/k6t-eth0/route_localnet ipv4/conf/k6t-eth0/arp_ignore ipv6/conf/k6t-eth0/disable_ipv6
                        cat ipv6/conf/k6t-eth0/accept_ra
                        ethtool -k k6t-eth0 | grep -E "tx-checksum|tcp-segmentation"
                        """);
    }

    ServerSocketChannel listen(String where, IpAddress family, int port) throws IOException, InterruptedException {
        return InNetns.call(path(where), () -> {
            ServerSocketChannel server = ServerSocketChannel.open(protocol(family));
            return server.bind(new InetSocketAddress(
                    IpAddress.parse(family.isV4() ? "0.0.0.0" : "::").value(), port));
        });
    }

    /** Connects, and gives the address that the server saw; throws what the connection failed with. */
    String connect(String from, IpAddress address, ServerSocketChannel server)
            throws IOException, InterruptedException {
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        try (SocketChannel client = connect(from, address, port);
                SocketChannel accepted = server.accept()) {
            assertThat(client.isConnected()).isTrue();
            InetSocketAddress peer = (InetSocketAddress) accepted.getRemoteAddress();
            return new IpAddress(peer.getAddress()).toString();
        }
    }

    SocketChannel connect(String from, IpAddress address, int port) throws IOException, InterruptedException {
        return InNetns.call(path(from), () -> {
            SocketChannel client = SocketChannel.open(protocol(address));
            client.socket().connect(new InetSocketAddress(address.value(), port), 3000);
            return client;
        });
    }

    private static StandardProtocolFamily protocol(IpAddress address) {
        return address.isV4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    Path path(String name) {
        return Path.of("/run/netns", id + "-" + name);
    }

    static Optional<String> missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("needs root");
        }
        return Stream.of("ip", "nft", "nsenter", "ethtool")
                .filter(tool -> Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                        .noneMatch(folder -> Path.of(folder, tool).toFile().canExecute()))
                .findFirst();
    }

    static String run(String script) throws IOException {
        Process process = new ProcessBuilder("sh", "-euc", script)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(output);
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        pod.close();
        run("for name in pod out guest; do ip netns del %s-$name; done".formatted(id));
    }
}
