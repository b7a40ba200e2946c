package dev.yadori.launcher.prepare;

import dev.yadori.launcher.dhcp.DhcpEndpoint;
import dev.yadori.launcher.dhcp.DhcpService;
import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.dhcp.netty.NettyDhcpService;
import dev.yadori.launcher.dhcp6.Dhcp6Service;
import dev.yadori.launcher.dhcp6.Lease6;
import dev.yadori.launcher.dhcp6.netty.NettyDhcp6Service;
import dev.yadori.launcher.ra.LinkSocket;
import dev.yadori.launcher.ra.RouterLink;
import dev.yadori.launcher.ra.RouterService;
import dev.yadori.launcher.ra.netty.NettyRouterService;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;

/** {@link LinkAnswers} on one event loop. */
public final class NettyLinkAnswers implements LinkAnswers {
    private final DhcpService dhcp;
    private final Dhcp6Service dhcp6;
    private final RouterService router;

    public NettyLinkAnswers(EventLoopGroup loop, InstantSource clock) {
        dhcp = new NettyDhcpService(loop, clock, _ -> {});
        dhcp6 = new NettyDhcp6Service(loop, clock, _ -> {});
        router = new NettyRouterService(loop, clock);
    }

    @Override
    public AutoCloseable dhcp(String device, Lease lease) {
        return dhcp.serve(lease, DhcpEndpoint.onDevice(device));
    }

    @Override
    public AutoCloseable dhcp6(String device, Lease6 lease) {
        return dhcp6.serve(lease, device);
    }

    @Override
    public AutoCloseable router(RouterLink link, LinkSocket socket) {
        return router.serve(link, socket);
    }

    @Override
    public void discard(LinkSocket socket) {
        try {
            new FileDescriptor(socket.descriptor()).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
