package dev.yadori.handler.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.handler.pod.LauncherProcess;
import dev.yadori.handler.pod.PeerCheck;
import dev.yadori.handler.pod.PeerVerdict;
import dev.yadori.handler.pod.PodNetns;
import dev.yadori.handler.pod.PodUid;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets go to the launcher that was verified, and whatever a pod puts in its place gets none. */
@Tag("host")
class RouterHandoverHostIT {
    private static final PodUid POD = PodUid.parse("2f9fab64-b481-4334-816e-fbbcd302fa8e");
    private static final String BRIDGE = "k6t-eth0";
    private static final int OTHER_PROCESS = 4_000_001;

    private final String name = "yhand-" + UUID.randomUUID().toString().substring(0, 8);
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<FileDescriptor> received = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    private PodNetns netns;

    @BeforeEach
    void pod() throws Exception {
        assumeThat(System.getProperty("user.name")).as("needs root").isEqualTo("root");
        run("ip netns add NAME; ip -n NAME link add k6t-eth0 type bridge");
        netns = PodNetns.open(Path.of("/run/netns", name));
        Files.createDirectories(socket().getParent());
    }

    @AfterEach
    void close() throws Exception {
        if (netns != null) {
            netns.close();
            run("ip netns del NAME");
        }
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void run(String script) throws IOException, InterruptedException {
        var process = new ProcessBuilder("sh", "-euc", script.replace("NAME", name))
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private Path socket() {
        return folder.resolve("root")
                .resolve(LauncherPodLayout.RUN_PATH.substring(1))
                .resolve("router.sock");
    }

    private void listen() throws IOException {
        new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .childOption(UnixChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
                .childHandler(new ChannelInitializer<EpollDomainSocketChannel>() {
                    @Override
                    protected void initChannel(EpollDomainSocketChannel channel) {
                        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext context, Object message) {
                                received.add((FileDescriptor) message);
                            }
                        });
                    }
                })
                .bind(new DomainSocketAddress(socket().toFile()))
                .syncUninterruptibly();
        Files.setAttribute(socket(), "unix:uid", (int) LauncherPodLayout.USER);
    }

    /** A process of the pod, as procfs shows it, with a file system of its own. */
    private LauncherProcess process(long pid) throws IOException {
        var process = Files.createDirectories(folder.resolve("proc").resolve(Long.toString(pid)));
        Files.writeString(process.resolve("cgroup"), "0::/kubepods/pod" + POD + "/c\n");
        Files.writeString(process.resolve("stat"), pid + " (java) S");
        Files.createSymbolicLink(process.resolve("root"), folder.resolve("root"));
        var verdict = new PeerCheck(folder.resolve("proc"), LauncherPodLayout.USER)
                .verify((int) pid, LauncherPodLayout.USER, POD);
        return ((PeerVerdict.Trusted) verdict).process();
    }

    private void hand(long pid, String device) throws IOException, InterruptedException {
        try (var launcher = process(pid)) {
            new RouterHandover(loop).hand(launcher, netns, List.of(device));
        }
    }

    private static long own() {
        return ProcessHandle.current().pid();
    }

    @Test
    void verifiedLauncherGetsItsSocket() throws Exception {
        listen();
        hand(own(), BRIDGE);
        var socket = received.poll(20, TimeUnit.SECONDS);
        assertThat(socket).isNotNull();
        assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(socket.intValue()))))
                .asString()
                .startsWith("socket:");
        socket.close();
    }

    @Test
    void otherProcessBehindTheSocketGetsNothing() throws IOException {
        listen();
        assertThatThrownBy(() -> hand(OTHER_PROCESS, BRIDGE)).hasMessageContaining("not process " + OTHER_PROCESS);
        assertThat(received).isEmpty();
    }

    @Test
    void socketOfAnotherUserIsNotTheLaunchers() throws IOException {
        listen();
        Files.setAttribute(socket(), "unix:uid", 0);
        assertThatThrownBy(() -> hand(own(), BRIDGE)).hasMessageContaining("is not its socket");
        assertThat(received).isEmpty();
    }

    @Test
    void linkInPlaceOfTheSocketIsNotFollowed() throws IOException {
        listen();
        Files.move(socket(), socket().resolveSibling("elsewhere"));
        Files.createSymbolicLink(socket(), Path.of("elsewhere"));
        assertThatThrownBy(() -> hand(own(), BRIDGE)).isInstanceOf(IOException.class);
        assertThat(received).isEmpty();
    }

    @Test
    void launcherCannotAskForOtherDevices() throws IOException {
        listen();
        assertThatThrownBy(() -> hand(own(), "eth0")).hasMessageContaining("asked for sockets");
        assertThat(received).isEmpty();
    }
}
