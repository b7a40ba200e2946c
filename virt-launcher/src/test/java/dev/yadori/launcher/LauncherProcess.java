package dev.yadori.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.proto.launcher.v1.GetInfoRequest;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The launcher as its own process, which can be killed and started again as the pod's init would, and a client of it. */
final class LauncherProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Path folder;
    private final String libvirt;
    private final UUID uid;
    private Process process;
    private ManagedChannel channel;

    private LauncherProcess(Path folder, String libvirt, UUID uid) throws IOException {
        this.folder = folder;
        this.libvirt = libvirt;
        this.uid = uid;
        this.process = launch();
        this.channel = connect();
    }

    /** The folder has a folder run, and may have a folder capabilities. */
    static LauncherProcess start(Path folder, String libvirt, UUID uid) throws IOException {
        var launcher = new LauncherProcess(folder, libvirt, uid);
        launcher.awaitAnswer();
        return launcher;
    }

    private Process launch() throws IOException {
        var builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--name",
                "guest",
                "--namespace",
                "test",
                "--uid",
                uid.toString()));
        builder.environment().put("XDG_RUNTIME_DIR", folder.resolve("run").toString());
        builder.environment().put("YADORI_PRIVATE", folder.resolve("private").toString());
        builder.environment()
                .put("YADORI_CAPABILITIES", folder.resolve("capabilities").toString());
        builder.environment().put("LIBVIRT_DEFAULT_URI", libvirt);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        return builder.start();
    }

    private ManagedChannel connect() {
        return NettyChannelBuilder.forAddress(new DomainSocketAddress(
                        folder.resolve("run/launcher.sock").toFile()))
                .eventLoopGroup(loop)
                .channelType(EpollDomainSocketChannel.class)
                .withOption(ChannelOption.SO_KEEPALIVE, null)
                .usePlaintext()
                .build();
    }

    private void awaitAnswer() {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            assertThat(process.isAlive()).isTrue();
            try (var socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                assertThat(socket.connect(UnixDomainSocketAddress.of(folder.resolve("run/launcher.sock"))))
                        .isTrue();
            }
        });
        assertThat(LauncherServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .withWaitForReady()
                        .getInfo(GetInfoRequest.getDefaultInstance())
                        .getObjectUid())
                .isEqualTo(uid.toString());
    }

    ManagedChannel channel() {
        return channel;
    }

    private Path log() {
        return folder.resolve("launcher.log");
    }

    /** As the kernel would, short of memory. */
    void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** As the kubelet would, through the init. */
    void terminate() {
        process.destroy();
    }

    /** Starts it where it was killed, and waits until it answers. */
    void restart() throws IOException {
        relaunch();
        awaitAnswer();
    }

    /** Starts it where it was killed, to end soon. */
    void relaunch() throws IOException {
        channel.shutdownNow();
        process = launch();
        channel = connect();
    }

    int exitStatus(Duration patience) {
        return process.onExit()
                .orTimeout(patience.toSeconds(), TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        kill();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
