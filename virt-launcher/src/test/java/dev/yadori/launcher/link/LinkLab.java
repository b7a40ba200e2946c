package dev.yadori.launcher.link;

import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.dhcp6.Lease6;
import dev.yadori.launcher.prepare.NettyLinkAnswers;
import dev.yadori.launcher.ra.RouterLink;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A pod's bridge as masquerade makes it, the launcher's services on it, and a guest behind a port of it. */
final class LinkLab {
    static final String BRIDGE = "k6t-eth0";
    static final String GUEST_MAC = "02:00:00:aa:bb:cc";
    static final String STRANGER_MAC = "02:00:00:aa:bb:dd";

    private final String id = "llab-" + UUID.randomUUID().toString().substring(0, 8);
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final NettyLinkAnswers answers = new NettyLinkAnswers(loop, InstantSource.system());
    private final List<AutoCloseable> open = new ArrayList<>();
    final Path folder;

    LinkLab(Path folder) throws IOException {
        this.folder = folder;
        run("""
                ip netns add ID-pod; ip netns add ID-guest; ip netns add ID-stranger
                ip netns exec ID-pod sysctl -qw net.ipv6.conf.all.forwarding=1
                ip -n ID-pod link set lo up
                ip -n ID-pod link add name k6t-eth0 address 02:00:00:00:00:00 mtu 1450 type bridge
                ip -n ID-pod link set k6t-eth0 addrgenmode none
                ip -n ID-pod addr add 10.0.2.1/24 dev k6t-eth0
                ip -n ID-pod addr add 169.254.75.10/32 dev k6t-eth0
                ip -n ID-pod addr add fd10:0:2::1/120 dev k6t-eth0 nodad
                ip -n ID-pod addr add fe80::ff:fe00:0/64 dev k6t-eth0 nodad
                ip -n ID-pod link set k6t-eth0 up
                for who in guest:GUEST stranger:STRANGER; do
                  ip -n ID-pod link add port-${who%%:*} type veth peer name eth0 netns ID-${who%%:*}
                  ip -n ID-pod link set port-${who%%:*} master k6t-eth0 addrgenmode none up
                  ip -n ID-${who%%:*} link set lo up
                  ip netns exec ID-${who%%:*} sysctl -qw net.ipv6.conf.eth0.accept_ra=1 net.ipv6.conf.eth0.accept_dad=0
                  ip -n ID-${who%%:*} link set eth0 address ${who#*:}
                done
                """.replace("GUEST", GUEST_MAC).replace("STRANGER", STRANGER_MAC));
    }

    void serve(Lease lease) throws IOException, InterruptedException {
        open.add(InNetns.call(namespace("pod"), () -> answers.dhcp(BRIDGE, lease)));
    }

    void serve(Lease6 lease) throws IOException, InterruptedException {
        open.add(InNetns.call(namespace("pod"), () -> answers.dhcp6(BRIDGE, lease)));
    }

    void advertise(RouterLink link) throws IOException, InterruptedException {
        open.add(InNetns.call(namespace("pod"), () -> answers.router(link, RawIcmp6.on(BRIDGE))));
    }

    private static Path namespace(String id, String name) {
        return Path.of("/run/netns", id + "-" + name);
    }

    Path namespace(String name) {
        return namespace(id, name);
    }

    void up(String who) throws IOException {
        run("ip -n ID-%s link set eth0 up".formatted(who));
    }

    String in(String who, String command) throws IOException {
        return run("ip netns exec ID-%s sh -euc '%s'".formatted(who, command));
    }

    /** A program in the guest's namespace; what it says is in client.log. */
    Process start(String who, String... command) throws IOException {
        var all = Stream.concat(Stream.of("ip", "netns", "exec", id + "-" + who), Stream.of(command))
                .toList();
        var process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("client.log").toFile()))
                .start();
        open.add(() -> end(process));
        return process;
    }

    private static void end(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** systemd-networkd on its own in the guest, with its own /run and a /sys that says that there is no udev. */
    void networkd(String dhcp) throws IOException {
        var script = script("networkd.sh", """
                #!/bin/sh -eu
                mount -t tmpfs none /run
                mkdir -p /run/systemd/network /run/systemd/netif/links /run/systemd/netif/leases /run/systemd/netif/lldp
                chown -R systemd-network /run/systemd/netif
                mount -o remount,ro /sys
                printf '[Match]\\nName=eth0\\n[Network]\\nDHCP=%s\\nIPv6AcceptRA=yes\\n' > /run/systemd/network/eth0.network
                SYSTEMD_LOG_LEVEL=debug SYSTEMD_LOG_TARGET=console exec /lib/systemd/systemd-networkd
                """.formatted(dhcp));
        start("guest", "unshare", "--mount", script.toString());
    }

    Path script(String name, String text) throws IOException {
        var file = Files.writeString(folder.resolve(name), text);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made a program");
        }
        return file;
    }

    String read(String name) {
        try {
            var file = folder.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private String run(String script) throws IOException {
        var process = new ProcessBuilder("sh", "-euc", script.replace("ID-", id + "-"))
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(output);
        }
        return output;
    }

    static Optional<String> missing(String... programs) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("root");
        }
        return Stream.concat(Stream.of("ip", "nft"), Stream.of(programs))
                .filter(program -> Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/lib/systemd")
                        .noneMatch(folder -> Path.of(folder, program).toFile().canExecute()))
                .findFirst();
    }

    void close() throws Exception {
        for (var one : open.reversed()) {
            one.close();
        }
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        run("for name in pod guest stranger; do ip netns del ID-$name; done");
    }
}
