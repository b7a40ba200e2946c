package dev.yadori.handler.launcher;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A service at a unix socket, as in a launcher's pod. */
final class UnixLauncher implements AutoCloseable {
    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Path socket;
    private final Server server;

    private UnixLauncher(BindableService service, Path socket) {
        this.socket = socket;
        server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .bossEventLoopGroup(eventLoop)
                .workerEventLoopGroup(eventLoop)
                .channelType(EpollServerDomainSocketChannel.class)
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .addService(service)
                .build();
    }

    static UnixLauncher serve(BindableService service, Path socket) throws IOException {
        var launcher = new UnixLauncher(service, socket);
        launcher.server.start();
        return launcher;
    }

    LauncherClient connect(PeerVerifier verifier) {
        return new GrpcLauncherClient(new UnixChannels(eventLoop, Runnable::run).open(socket.toString(), verifier));
    }

    /** As if the launcher's process were gone. */
    void die() {
        server.shutdownNow();
    }

    @Override
    public void close() {
        server.shutdownNow();
        var _ = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
