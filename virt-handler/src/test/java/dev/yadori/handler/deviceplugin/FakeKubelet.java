package dev.yadori.handler.deviceplugin;

import dev.yadori.proto.deviceplugin.v1beta1.AllocateRequest;
import dev.yadori.proto.deviceplugin.v1beta1.AllocateResponse;
import dev.yadori.proto.deviceplugin.v1beta1.ContainerAllocateRequest;
import dev.yadori.proto.deviceplugin.v1beta1.Device;
import dev.yadori.proto.deviceplugin.v1beta1.DevicePluginGrpc;
import dev.yadori.proto.deviceplugin.v1beta1.Empty;
import dev.yadori.proto.deviceplugin.v1beta1.ListAndWatchResponse;
import dev.yadori.proto.deviceplugin.v1beta1.RegisterRequest;
import dev.yadori.proto.deviceplugin.v1beta1.RegistrationGrpc;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** kubelet's side of the device plugin API: takes registrations and watches the plugins as kubelet does. */
final class FakeKubelet extends RegistrationGrpc.RegistrationImplBase implements AutoCloseable {

    private final Path folder;
    private final EventLoopGroup eventLoop;
    private final Server server;
    private final Map<String, RegisterRequest> registrations = new ConcurrentHashMap<>();
    private final Map<String, List<Device>> devices = new ConcurrentHashMap<>();
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
    private volatile boolean refusing;

    private FakeKubelet(Path folder, EventLoopGroup eventLoop) throws IOException {
        this.folder = folder;
        this.eventLoop = eventLoop;
        this.server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket().toString()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(eventLoop)
                .workerEventLoopGroup(eventLoop)
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                .addService(this)
                .build()
                .start();
    }

    /** One that starts: it empties the folder first. */
    static FakeKubelet start(Path folder, EventLoopGroup eventLoop) throws IOException {
        try (Stream<Path> sockets = Files.list(folder)) {
            for (Path socket : sockets.toList()) {
                Files.delete(socket);
            }
        }
        return new FakeKubelet(folder, eventLoop);
    }

    void refuse(boolean refuse) {
        refusing = refuse;
    }

    Map<String, RegisterRequest> registrations() {
        return registrations;
    }

    /** What the plugin said last; empty before it said anything, and after it ended. */
    List<Device> devices(String resource) {
        return devices.getOrDefault(resource, List.of());
    }

    AllocateResponse allocate(String resource, String... ids) {
        ManagedChannel channel = channels.get(resource);
        if (channel == null) {
            throw new IllegalStateException(resource + " is not registered");
        }
        return DevicePluginGrpc.newBlockingStub(channel)
                .allocate(AllocateRequest.newBuilder()
                        .addContainerRequests(
                                ContainerAllocateRequest.newBuilder().addAllDevicesIds(List.of(ids)))
                        .build());
    }

    /** Hangs up on one plugin, without an end of its own. */
    void hangUp(String resource) {
        ManagedChannel channel = channels.remove(resource);
        if (channel != null) {
            registrations.remove(resource);
            channel.shutdownNow();
        }
    }

    @Override
    public void register(RegisterRequest request, StreamObserver<Empty> response) {
        if (refusing) {
            response.onError(Status.UNAVAILABLE.withDescription("not now").asRuntimeException());
            return;
        }
        registrations.put(request.getResourceName(), request);
        response.onNext(Empty.getDefaultInstance());
        response.onCompleted();
        // Not in the context of this call, which ends with it.
        Context.ROOT.run(() -> watch(request));
    }

    private void watch(RegisterRequest request) {
        String resource = request.getResourceName();
        ManagedChannel channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(
                        folder.resolve(request.getEndpoint()).toString()))
                .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                .eventLoopGroup(eventLoop)
                .withOption(ChannelOption.SO_KEEPALIVE, null)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
        channels.put(resource, channel);
        DevicePluginGrpc.newStub(channel).listAndWatch(Empty.getDefaultInstance(), new StreamObserver<>() {
            @Override
            public void onNext(ListAndWatchResponse response) {
                devices.put(resource, response.getDevicesList());
            }

            @Override
            public void onError(Throwable failure) {
                devices.remove(resource);
            }

            @Override
            public void onCompleted() {
                devices.remove(resource);
            }
        });
    }

    private Path socket() {
        return folder.resolve("kubelet.sock");
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        server.shutdownNow();
    }
}
