package dev.yadori.launcher.ra.netty;

import dev.yadori.launcher.net.GuestFilter;
import dev.yadori.launcher.net.netty.LinkOptions;
import dev.yadori.launcher.ra.LinkSocket;
import dev.yadori.launcher.ra.RouterLink;
import dev.yadori.launcher.ra.RouterService;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** ICMPv6 through epoll, on an event loop that the caller owns. */
public final class NettyRouterService implements RouterService {
    private final EventLoopGroup eventLoop;
    private final InstantSource clock;

    public NettyRouterService(EventLoopGroup eventLoop, InstantSource clock) {
        this.eventLoop = eventLoop;
        this.clock = clock;
    }

    @Override
    public Serving serve(RouterLink link, LinkSocket socket) {
        var channel = new EpollDatagramChannel(socket.descriptor());
        LinkOptions.filter(channel, GuestFilter.framesOfNeighbour(link.guest()));
        channel.pipeline().addLast(new RouterHandler(link, clock, RandomGenerator.getDefault()));
        eventLoop.register(channel).syncUninterruptibly();
        return () -> channel.close().syncUninterruptibly();
    }
}
