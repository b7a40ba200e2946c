package dev.yadori.launcher.dhcp.netty;

import dev.yadori.launcher.dhcp.DhcpEndpoint;
import dev.yadori.launcher.dhcp.DhcpService;
import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.dhcp.Refusal;
import dev.yadori.launcher.net.netty.LinkOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.Consumer;

/** UDP through epoll, on an event loop that the caller owns. */
public final class NettyDhcpService implements DhcpService {
    /** One byte more than is accepted, so that what is longer shows. */
    private static final int RECEIVED = 1501;

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
                .option(LinkOptions.NO_CHECKSUM, 1)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVED))
                .handler(new DhcpHandler(lease, endpoint, clock, refusals));
        endpoint.device()
                .ifPresent(device -> bootstrap.option(LinkOptions.BIND_TO_DEVICE, LinkOptions.deviceName(device)));
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
}
