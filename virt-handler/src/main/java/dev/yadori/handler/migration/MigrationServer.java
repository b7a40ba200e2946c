package dev.yadori.handler.migration;

import dev.yadori.proto.handler.v1.MigrationHello;
import dev.yadori.proto.handler.v1.MigrationWelcome;
import dev.yadori.proto.handler.v1.MigrationWelcome.Outcome;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The target's end: takes connections of other handlers and joins them to what listens in the pod. */
public final class MigrationServer implements AutoCloseable {
    /** Ten guests that come or go at once fit into the 16 MiB that Netty has in this process. */
    static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private static final Logger LOG = LoggerFactory.getLogger(MigrationServer.class);
    private static final int HELLO_SECONDS = 10;
    /** Whoever has not been heard of for so long dials again. */
    private static final int STAND_BY_MINUTES = 20;

    private final MigrationTls tls;
    private final TargetDesk desk;
    private final UnixSide pods;
    private final Executor executor;
    private final Channel listening;

    private MigrationServer(MigrationTls tls, TargetDesk desk, Reach reach, EventLoopGroup loop, int port)
            throws IOException {
        this.tls = tls;
        this.desk = desk;
        this.pods = reach.pods();
        this.executor = reach.executor();
        var bound = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("port " + port + " of migrations cannot be had", bound.cause());
        }
        listening = bound.channel();
    }

    /** What is behind it: the pods, and who may wait. */
    public record Reach(UnixSide pods, Executor executor) {}

    /** Port 0 is any that is free. */
    public static MigrationServer start(MigrationTls tls, TargetDesk desk, Reach reach, EventLoopGroup loop, int port)
            throws IOException {
        return new MigrationServer(tls, desk, reach, loop, port);
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private void accept(SocketChannel channel) {
        channel.pipeline()
                .addLast(
                        tls.server().newHandler(channel.alloc()),
                        new ReadTimeoutHandler(HELLO_SECONDS, TimeUnit.SECONDS),
                        Frames.decoder(),
                        new Greeting());
    }

    /** The first message of a connection decides about it. */
    private final class Greeting extends ChannelInboundHandlerAdapter {
        /** Closing takes a moment, in which what was sent along with the handshake still arrives. */
        private boolean trusted;

        private Optional<TargetDesk.Expected> standing = Optional.empty();

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done) {
                var refusal = done.isSuccess()
                        ? MigrationTls.refusal(context.pipeline().get(SslHandler.class))
                        : Optional.of("the handshake failed");
                if (refusal.isPresent()) {
                    LOG.atWarn().addKeyValue("reason", refusal.get()).log("a handler's connection was refused");
                    var _ = context.close();
                } else {
                    trusted = true;
                }
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
            var bytes = Frames.bytes((ByteBuf) message);
            if (!trusted) {
                return;
            }
            trusted = false;
            var channel = context.channel();
            channel.config().setAutoRead(false);
            context.pipeline().remove(ReadTimeoutHandler.class);
            var hello = MigrationHello.parseFrom(bytes);
            var proven = standing;
            executor.execute(() -> {
                var verdict = proven.<TargetDesk.Verdict>map(
                                guest -> new TargetDesk.Verdict.Tell(desk.news(guest, hello)))
                        .orElseGet(() -> desk.judge(hello));
                channel.eventLoop().execute(() -> follow(channel, verdict));
            });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.atDebug().setCause(cause).log("a handler's connection failed");
            var _ = context.close();
        }

        private void follow(Channel channel, TargetDesk.Verdict verdict) {
            switch (verdict) {
                case TargetDesk.Verdict.Tell(var answer) -> tell(channel, answer.outcome(), answer.message());
                case TargetDesk.Verdict.Join(var guest, var line) -> join(channel, guest, line);
                case TargetDesk.Verdict.StandBy(var guest) -> standBy(channel, guest);
            }
        }

        private void standBy(Channel channel, TargetDesk.Expected guest) {
            standing = Optional.of(guest);
            trusted = true;
            channel.pipeline().addFirst(new ReadTimeoutHandler(STAND_BY_MINUTES, TimeUnit.MINUTES));
            var _ = channel.writeAndFlush(Frames.of(welcome(Outcome.OUTCOME_JOINED, "")));
            channel.config().setAutoRead(true);
        }

        private void join(Channel channel, TargetDesk.Expected guest, Line line) {
            var bootstrap =
                    new Bootstrap().group(channel.eventLoop()).option(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS);
            pods.connect(bootstrap, guest.pod(), line.targetPath(guest.migration()), new UnixSide.Receiver() {
                @Override
                public void connected(Channel pod) {
                    channel.pipeline().remove(LengthFieldBasedFrameDecoder.class);
                    channel.pipeline().remove(Greeting.this);
                    var _ = channel.writeAndFlush(Frames.of(welcome(Outcome.OUTCOME_JOINED, "")));
                    Pipe.join(channel, pod);
                }

                @Override
                public void failed(String why) {
                    tell(channel, Outcome.OUTCOME_NOT_YET, why);
                }
            });
        }

        private void tell(Channel channel, Outcome outcome, String message) {
            if (outcome == Outcome.OUTCOME_REFUSED) {
                LOG.atWarn().addKeyValue("reason", message).log("a handler's connection was refused");
            }
            var _ = channel.writeAndFlush(Frames.of(welcome(outcome, message)))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static MigrationWelcome welcome(Outcome outcome, String message) {
        return MigrationWelcome.newBuilder()
                .setOutcome(outcome)
                .setMessage(message)
                .build();
    }

    @Override
    public void close() {
        var _ = listening.close();
    }
}
