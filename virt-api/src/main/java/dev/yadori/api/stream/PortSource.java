package dev.yadori.api.stream;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A port of a guest, connected to already. Of UDP each piece is one datagram. */
public final class PortSource implements ByteSource {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** At least a datagram. */
    private static final int PIECE_BYTES = 64 * 1024;

    private final Channel guest;

    private PortSource(Channel guest) {
        this.guest = guest;
    }

    /**
     * Connects, and waits for it.
     *
     * @throws IOException when the guest does not take the connection
     */
    public static PortSource connectTcp(EventLoopGroup loops, InetSocketAddress address) throws IOException {
        return connect(
                new Bootstrap()
                        .group(loops)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true),
                address);
    }

    /**
     * Makes a socket for datagrams to and from this address alone.
     *
     * @throws IOException when there is no way to it
     */
    public static PortSource connectUdp(EventLoopGroup loops, InetSocketAddress address) throws IOException {
        return connect(new Bootstrap().group(loops).channel(NioDatagramChannel.class), address);
    }

    private static PortSource connect(Bootstrap bootstrap, InetSocketAddress address) throws IOException {
        var connecting = bootstrap
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT.toMillis())
                .option(ChannelOption.AUTO_READ, false)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(PIECE_BYTES).maxMessagesPerRead(1))
                .handler(new ChannelInboundHandlerAdapter())
                .connect(address);
        Channel channel = connecting.channel();
        try {
            connecting.await();
            if (!connecting.isSuccess()) {
                throw new IOException(
                        "port " + address.getPort() + " of the guest cannot be reached", connecting.cause());
            }
            return new PortSource(channel);
        } catch (InterruptedException e) {
            var _ = channel.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a guest was connected to", e);
        }
    }

    @Override
    public ByteLine open(EventLoop loop, ByteListener listener) {
        Line line = new Line(guest, loop, listener);
        guest.pipeline().addLast(line);
        if (!guest.isActive()) {
            loop.execute(() -> listener.ended(StreamEnd.DONE));
        }
        return line;
    }

    @Override
    public void abandon() {
        var _ = guest.close();
    }

    /** Reads once for each piece that is asked for. */
    private static final class Line extends ChannelInboundHandlerAdapter implements ByteLine {
        private final Channel guest;
        private final EventLoop loop;
        private final ByteListener listener;

        Line(Channel guest, EventLoop loop, ByteListener listener) {
            this.guest = guest;
            this.loop = loop;
            this.listener = listener;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = message instanceof DatagramPacket packet ? packet.content() : (ByteBuf) message;
            loop.execute(() -> listener.bytes(bytes));
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (guest.isWritable()) {
                loop.execute(listener::ready);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            loop.execute(() -> listener.ended(StreamEnd.DONE));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            loop.execute(() -> listener.ended(StreamEnd.failed("the guest's port broke off")));
            var _ = context.close();
        }

        @Override
        public boolean isReady() {
            return guest.isWritable();
        }

        @Override
        public void send(byte[] bytes) {
            var _ = guest.writeAndFlush(Unpooled.wrappedBuffer(bytes));
        }

        @Override
        public void request() {
            guest.read();
        }

        @Override
        public void close() {
            var _ = guest.close();
        }
    }
}
