package dev.yadori.launcher.dhcp6.netty;

import dev.yadori.launcher.dhcp6.Dhcp6Codec;
import dev.yadori.launcher.dhcp6.Dhcp6Refusal;
import dev.yadori.launcher.dhcp6.Dhcp6Service;
import dev.yadori.launcher.dhcp6.Lease6;
import dev.yadori.launcher.net.GuestFilter;
import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.netty.LinkAddresses;
import dev.yadori.launcher.net.netty.LinkOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.time.InstantSource;
import java.util.function.Consumer;

/** UDP through epoll, on an event loop that the caller owns. */
public final class NettyDhcp6Service implements Dhcp6Service {
    private static final Ipv6Address ALL_SERVERS = Ipv6Address.parse("ff02::1:2");
    private static final int PORT = 547;

    private final EventLoopGroup eventLoop;
    private final InstantSource clock;
    private final Consumer<Dhcp6Refusal> refusals;

    /** Refusals are counted by the caller, on the event loop. */
    public NettyDhcp6Service(EventLoopGroup eventLoop, InstantSource clock, Consumer<Dhcp6Refusal> refusals) {
        this.eventLoop = eventLoop;
        this.clock = clock;
        this.refusals = refusals;
    }

    @Override
    public Serving serve(Lease6 lease, String device) {
        var channel = (EpollDatagramChannel) new Bootstrap()
                .group(eventLoop)
                .channelFactory(() -> socketOfGuest(lease))
                .option(LinkOptions.BIND_TO_DEVICE, LinkOptions.deviceName(device))
                // One byte more than is accepted, so that what is longer shows.
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(Dhcp6Codec.LARGEST_PACKET + 1))
                .handler(new Dhcp6Handler(lease, clock, refusals))
                .bind(LinkAddresses.socket(Ipv6Address.UNSPECIFIED, PORT))
                .syncUninterruptibly()
                .channel();
        try {
            var link = NetworkInterface.getByName(device);
            channel.joinGroup(LinkAddresses.socket(ALL_SERVERS, PORT), link).syncUninterruptibly();
        } catch (IOException e) {
            var _ = channel.close();
            throw new UncheckedIOException(e);
        }
        return () -> channel.close().syncUninterruptibly();
    }

    private static EpollDatagramChannel socketOfGuest(Lease6 lease) {
        var socket = new EpollDatagramChannel(SocketProtocolFamily.INET6);
        LinkOptions.filter(socket, GuestFilter.frames(lease.guest()));
        return socket;
    }
}
