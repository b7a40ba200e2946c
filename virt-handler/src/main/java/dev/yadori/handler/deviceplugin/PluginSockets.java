package dev.yadori.handler.deviceplugin;

import dev.yadori.proto.deviceplugin.v1beta1.RegisterRequest;
import dev.yadori.proto.deviceplugin.v1beta1.RegistrationGrpc;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** gRPC over unix sockets in kubelet's folder. */
final class PluginSockets {

    static final String KUBELET_SOCKET = "kubelet.sock";

    private static final String VERSION = "v1beta1";
    private static final int DEADLINE_SECONDS = 10;

    private final Path folder;
    private final EventLoopGroup eventLoop;
    private final Executor executor;

    PluginSockets(Path folder, EventLoopGroup eventLoop, Executor executor) {
        this.folder = folder;
        this.eventLoop = eventLoop;
        this.executor = executor;
    }

    Path kubelet() {
        return folder.resolve(KUBELET_SOCKET);
    }

    /** Takes the place of what is there under that name: it can only be ours, from an earlier life. */
    Server serve(String name, BindableService service) throws IOException {
        Path socket = folder.resolve(name);
        Files.deleteIfExists(socket);
        return NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(eventLoop)
                .workerEventLoopGroup(eventLoop)
                .executor(executor)
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                .addService(service)
                .build()
                .start();
    }

    /**
     * Tells kubelet of a plugin that serves already.
     *
     * @throws StatusRuntimeException where kubelet does not answer or does not want it
     */
    void register(String name, String resource) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        new DomainSocketAddress(kubelet().toString()))
                .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                .eventLoopGroup(eventLoop)
                .executor(executor)
                .overrideAuthority("localhost")
                // gRPC's own default, which a unix socket does not know.
                .withOption(ChannelOption.SO_KEEPALIVE, null)
                .usePlaintext()
                .build();
        try {
            RegistrationGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .register(RegisterRequest.newBuilder()
                            .setVersion(VERSION)
                            .setEndpoint(name)
                            .setResourceName(resource)
                            .build());
        } finally {
            channel.shutdownNow();
        }
    }
}
