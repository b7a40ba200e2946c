package dev.yadori.launcher.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** gRPC on a unix socket, with calls on the event loop itself. */
public final class UnixServer {
    private final Server server;

    private UnixServer(Server server) {
        this.server = server;
    }

    /** A socket that an earlier launcher has left is replaced. */
    public static UnixServer start(Path socket, EventLoopGroup group, BindableService service) throws IOException {
        Files.deleteIfExists(socket);
        return new UnixServer(NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(group)
                .workerEventLoopGroup(group)
                // gRPC sets it by itself, and a unix socket does not know it.
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                // virt-handler asks so often whether this process still lives while it listens.
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .directExecutor()
                .addService(service)
                .build()
                .start());
    }

    /** Lets calls end, for so long. */
    public void stop(Duration patience) throws InterruptedException {
        server.shutdown();
        if (!server.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            server.shutdownNow();
        }
    }
}
