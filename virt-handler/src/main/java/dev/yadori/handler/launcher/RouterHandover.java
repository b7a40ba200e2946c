package dev.yadori.handler.launcher;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.FileFacts;
import dev.yadori.handler.pod.LauncherProcess;
import dev.yadori.handler.pod.PodNetns;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Opens raw sockets in a pod and passes them to its launcher, which has no right to open them itself: one for each bridge
 * on which it is to advertise a router. It gets them on a socket of its own, and only the very process that was verified.
 */
public final class RouterHandover {
    private static final Path SOCKET = Path.of(LauncherPodLayout.RUN_PATH, LauncherPodLayout.ROUTER_SOCKET);
    private static final long LIMIT_SECONDS = 5;

    /** Names of the bridges that plumbing makes. */
    private static final Pattern BRIDGE = Pattern.compile("k6t-[0-9a-z]{1,11}");

    private final EventLoopGroup eventLoop;

    /**
     * @param eventLoop of epoll
     */
    public RouterHandover(EventLoopGroup eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** For each of the bridges. Repeatable: a launcher drops the socket that it had. */
    void hand(LauncherProcess launcher, PodNetns netns, List<String> devices) throws IOException, InterruptedException {
        if (devices.isEmpty()) {
            return;
        }
        if (!devices.stream().allMatch(device -> BRIDGE.matcher(device).matches())) {
            throw new IOException("a launcher asked for sockets on " + devices);
        }
        try (Descriptor place = launcher.locate(SOCKET)) {
            FileFacts facts = place.facts();
            if (facts.kind() != FileFacts.Kind.SOCKET || facts.owner() != LauncherPodLayout.USER) {
                throw new IOException("%s of %s is not its socket".formatted(SOCKET, launcher));
            }
            var channel = connect(place, launcher);
            try {
                for (String device : devices) {
                    send(channel, netns, device);
                }
            } finally {
                var _ = channel.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private EpollDomainSocketChannel connect(Descriptor place, LauncherProcess launcher)
            throws IOException, InterruptedException {
        var connecting = new Bootstrap()
                .group(eventLoop)
                .channel(EpollDomainSocketChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new DomainSocketAddress(place.pathHere()));
        done(connecting, "the launcher's socket for routers");
        var channel = (EpollDomainSocketChannel) connecting.channel();
        int peer = channel.peerCredentials().pid();
        if (peer != launcher.pid() || !launcher.isAlive()) {
            var _ = channel.close();
            throw new IOException("process %d, not %s, is behind %s".formatted(peer, launcher, SOCKET));
        }
        return channel;
    }

    private static void send(EpollDomainSocketChannel channel, PodNetns netns, String device)
            throws IOException, InterruptedException {
        try (Descriptor socket = netns.openRouterSocket(device)) {
            done(channel.writeAndFlush(new FileDescriptor(socket.number())), "the router's socket on " + device);
        }
    }

    private static void done(Future<?> future, String what) throws IOException, InterruptedException {
        if (!future.await(LIMIT_SECONDS, TimeUnit.SECONDS) || !future.isSuccess()) {
            throw new IOException("%s: %s".formatted(what, future.cause()), future.cause());
        }
    }
}
