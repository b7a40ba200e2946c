package dev.yadori.launcher.dhcp.netty;

import dev.yadori.launcher.dhcp.DhcpEndpoint;
import dev.yadori.launcher.dhcp.DhcpService;
import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.dhcp.Refusal;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Consumer;

/** UDP through epoll, on an event loop that the caller owns. */
public final class NettyDhcpService implements DhcpService {
    /** One byte more than is accepted, so that what is longer shows. */
    private static final int RECEIVED = 1501;

    private static final int IFNAMSIZ = 16;
    private static final int SOL_SOCKET = 1;
    private static final int SO_BINDTODEVICE = 25;
    private static final RawUnixChannelOption BIND_TO_DEVICE =
            new RawUnixChannelOption("SO_BINDTODEVICE", SOL_SOCKET, SO_BINDTODEVICE, IFNAMSIZ);

    private final EventLoopGroup eventLoop;
    private final InstantSource clock;
    private final Consumer<Refusal> refusals;

    /** Refusals are counted by the caller, on the event loop. */
    public NettyDhcpService(EventLoopGroup eventLoop, InstantSource clock, Consumer<Refusal> refusals) {
        this.eventLoop = eventLoop;
        this.clock = clock;
        this.refusals = refusals;
    }

    @Override
    public Serving serve(Lease lease, DhcpEndpoint endpoint) {
        var bootstrap = new Bootstrap()
                .group(eventLoop)
                .channel(EpollDatagramChannel.class)
                .option(ChannelOption.SO_BROADCAST, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVED))
                .handler(new DhcpHandler(lease, endpoint, clock, refusals));
        endpoint.device().ifPresent(device -> bootstrap.option(BIND_TO_DEVICE, deviceName(device)));
        var channel = bootstrap
                .bind(endpoint.address().toString(), endpoint.port())
                .syncUninterruptibly()
                .channel();
        var bound = (InetSocketAddress) channel.localAddress();
        return new Serving() {
            @Override
            public int port() {
                return bound.getPort();
            }

            @Override
            public void close() {
                channel.close().syncUninterruptibly();
            }
        };
    }

    private static ByteBuffer deviceName(String device) {
        return ByteBuffer.allocateDirect(IFNAMSIZ)
                .put(device.getBytes(StandardCharsets.US_ASCII))
                .rewind();
    }
}
