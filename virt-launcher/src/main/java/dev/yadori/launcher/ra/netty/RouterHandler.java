package dev.yadori.launcher.ra.netty;

import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.RateLimit;
import dev.yadori.launcher.net.netty.LinkAddresses;
import dev.yadori.launcher.ra.AdvertisingSchedule;
import dev.yadori.launcher.ra.RouterAdvertisement;
import dev.yadori.launcher.ra.RouterLink;
import dev.yadori.launcher.ra.RouterSolicitation;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers solicitations and advertises by itself. Confined to its event loop. */
final class RouterHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private static final Ipv6Address ALL_NODES = Ipv6Address.parse("ff02::1");
    /** A raw socket has no ports. */
    private static final int NO_PORT = 0;

    private static final int BURST = 20;
    private static final Duration REFILL = Duration.ofMillis(250);

    private final byte[] advertisement;
    private final InstantSource clock;
    private final RandomGenerator random;
    private RateLimit limit;
    private AdvertisingSchedule schedule = AdvertisingSchedule.START;
    private @Nullable Future<?> next;

    RouterHandler(RouterLink link, InstantSource clock, RandomGenerator random) {
        this.advertisement = RouterAdvertisement.encode(link);
        this.clock = clock;
        this.random = random;
        this.limit = RateLimit.full(BURST, REFILL, clock.instant());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        advertise(context);
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (next != null) {
            next.cancel(false);
        }
        context.fireChannelInactive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        limit = limit.at(clock.instant());
        if (limit.isExhausted()) {
            return;
        }
        limit = limit.taken();
        var source = LinkAddresses.ipv6(packet.sender());
        if (source.filter(address -> RouterSolicitation.isValid(packet.content().nioBuffer(), address))
                .isEmpty()) {
            return;
        }
        if (source.get().isUnspecified()) {
            schedule(context, schedule.untilAllowed(clock.instant()));
        } else {
            send(context, packet.sender());
        }
    }

    private void advertise(ChannelHandlerContext context) {
        send(context, LinkAddresses.socket(ALL_NODES, NO_PORT));
        schedule = schedule.sent(clock.instant());
        schedule(context, schedule.pause(random));
    }

    /** The next one to all, instead of the one that was to come. */
    private void schedule(ChannelHandlerContext context, Duration wait) {
        if (next != null) {
            next.cancel(false);
        }
        next = context.executor().schedule(() -> advertise(context), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(ChannelHandlerContext context, InetSocketAddress target) {
        var to = new InetSocketAddress(target.getAddress(), NO_PORT);
        var _ = context.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(advertisement), to));
    }

    /** What could not be received or sent is lost, as any packet may be. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
}
