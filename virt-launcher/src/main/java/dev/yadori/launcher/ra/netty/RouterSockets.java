package dev.yadori.launcher.ra.netty;

import dev.yadori.launcher.log.Log;
import dev.yadori.launcher.net.netty.LinkOptions;
import dev.yadori.launcher.ra.LinkSocket;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The unix socket on which the node's handler hands in raw sockets, one for each link that has a router. */
public final class RouterSockets {
    private static final int ROOT = 0;

    private RouterSockets() {}

    /** Takes each socket that is handed in, with the device that it is bound to. Called on the event loop. */
    @FunctionalInterface
    public interface Taker {
        void take(String device, LinkSocket socket);
    }

    /** A socket that an earlier launcher has left is replaced. */
    public static void listen(Path socket, EventLoopGroup eventLoop, Taker taker) throws IOException {
        Files.deleteIfExists(socket);
        new ServerBootstrap()
                .group(eventLoop)
                .channel(EpollServerDomainSocketChannel.class)
                .childOption(UnixChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
                .childHandler(new ChannelInitializer<EpollDomainSocketChannel>() {
                    @Override
                    protected void initChannel(EpollDomainSocketChannel channel) throws IOException {
                        if (channel.peerCredentials().uid() == ROOT) {
                            channel.pipeline().addLast(new Reader(taker));
                        } else {
                            var _ = channel.close();
                        }
                    }
                })
                .bind(new DomainSocketAddress(socket.toFile()))
                .syncUninterruptibly();
    }

    private static final class Reader extends SimpleChannelInboundHandler<FileDescriptor> {
        private final Taker taker;

        Reader(Taker taker) {
            this.taker = taker;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FileDescriptor descriptor) {
            // Not registered anywhere, so that nothing but its options is looked at.
            var device = LinkOptions.deviceOf(new EpollDatagramChannel(descriptor.intValue()));
            taker.take(device, new LinkSocket(descriptor.intValue()));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Log.warn().addKeyValue("error", cause).log("a socket of a link was not taken");
            closed(context.channel());
        }

        private static void closed(Channel channel) {
            var _ = channel.close();
        }
    }
}
