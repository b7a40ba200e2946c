package dev.yadori.handler.migration;

import dev.yadori.handler.pod.PodUid;
import dev.yadori.proto.handler.v1.MigrationHello;
import dev.yadori.proto.handler.v1.MigrationHello.Purpose;
import dev.yadori.proto.handler.v1.MigrationWelcome;
import dev.yadori.proto.handler.v1.MigrationWelcome.Outcome;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The source's end: waits for the launcher in its pod, and connects to the target's handler for each of its connections. */
public final class SourceRelay implements SourceWire {
    private static final Logger LOG = LoggerFactory.getLogger(SourceRelay.class);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_SECONDS = 15;
    /** Sockets are closed when the guest has left, which is just before this is to be told. */
    private static final int FAREWELL_SECONDS = 30;

    private final MigrationTls tls;
    private final UnixSide pods;
    private final NodeProof proof;
    private final EventLoopGroup loop;
    private final Executor executor;
    private final Map<Destination, NewsLine> standing = new ConcurrentHashMap<>();
    private final Set<Destination> approaching = ConcurrentHashMap.newKeySet();

    public SourceRelay(MigrationTls tls, NodeProof proof, MigrationServer.Reach reach, EventLoopGroup loop) {
        this.tls = tls;
        this.pods = reach.pods();
        this.proof = proof;
        this.loop = loop;
        this.executor = reach.executor();
    }

    /** Where a guest goes. */
    public record Destination(MigrationUid migration, String guestUid, InetSocketAddress target) {}

    @Override
    public Sockets open(PodUid pod, Destination destination) throws IOException {
        List<UnixSide.Listening> all = new ArrayList<>();
        try {
            for (var line : Line.values()) {
                var queue = new Queue();
                all.add(pods.listen(
                        loop,
                        pod,
                        line.socket(destination.migration()),
                        launcher -> queue.add(() -> carry(launcher, destination, line))));
            }
            return () -> {
                all.forEach(UnixSide.Listening::close);
                var _ = loop.schedule(() -> standDown(destination), FAREWELL_SECONDS, TimeUnit.SECONDS);
            };
        } catch (IOException e) {
            all.forEach(UnixSide.Listening::close);
            throw e;
        }
    }

    /** Whether news could be said at once. */
    boolean standsBy(Destination destination) {
        var line = standing.get(destination);
        return line != null && line.isOpen();
    }

    private void standDown(Destination destination) {
        var line = standing.remove(destination);
        if (line != null) {
            line.close();
        }
    }

    /** Without it the news takes a connection of its own. */
    @Override
    public void approach(Destination destination) {
        if (standsBy(destination) || !approaching.add(destination)) {
            return;
        }
        try {
            standBy(destination);
        } catch (IOException e) {
            approaching.remove(destination);
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("this node cannot prove itself");
        }
    }

    private void standBy(Destination destination) throws IOException {
        var hello = hello(destination, Purpose.PURPOSE_STAND_BY);
        var _ = dial(new Bootstrap().group(loop), destination, hello, (channel, welcome) -> {
                    if (welcome.getOutcome() == Outcome.OUTCOME_JOINED) {
                        var line = NewsLine.on(channel);
                        var former = standing.put(destination, line);
                        if (former != null) {
                            former.close();
                        }
                        var _ = channel.closeFuture().addListener(_ -> standing.remove(destination, line));
                    } else {
                        var _ = channel.close();
                    }
                })
                .whenComplete((_, failure) -> {
                    approaching.remove(destination);
                    if (failure != null) {
                        LOG.atInfo()
                                .addKeyValue("migration", destination.migration())
                                .addKeyValue("error", failure.getMessage())
                                .log("no connection stands by");
                    }
                });
    }

    @Override
    public MigrationWelcome sourceHasStopped(Destination destination, boolean pausedByUser)
            throws IOException, InterruptedException {
        var line = standing.remove(destination);
        if (line != null && line.isOpen()) {
            var news = MigrationHello.newBuilder()
                    .setMigrationUid(destination.migration().toString())
                    .setGuestUid(destination.guestUid())
                    .setPurpose(Purpose.PURPOSE_SOURCE_STOPPED)
                    .setPausedByUser(pausedByUser)
                    .build();
            try {
                return line.say(news).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                line.close();
                LOG.atInfo()
                        .addKeyValue("migration", destination.migration())
                        .log("the connection that stood by is lost");
            }
        }
        return dialled(destination, pausedByUser);
    }

    private MigrationWelcome dialled(Destination destination, boolean pausedByUser)
            throws IOException, InterruptedException {
        var answer = new CompletableFuture<MigrationWelcome>();
        var hello = hello(destination, Purpose.PURPOSE_SOURCE_STOPPED).toBuilder()
                .setPausedByUser(pausedByUser)
                .build();
        var _ = dial(new Bootstrap().group(loop), destination, hello, (channel, welcome) -> {
                    var _ = channel.close();
                    answer.complete(welcome);
                })
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    }
                });
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the handler at " + destination.target() + " does not answer", e);
        }
    }

    /**
     * Connections of a line reach the target in the order in which the launcher made them: before version 8.0 the target's
     * emulator takes the first for the one that says what the others are.
     */
    private final class Queue {
        private CompletableFuture<@Nullable Void> last = CompletableFuture.completedFuture(null);

        synchronized void add(Supplier<CompletableFuture<@Nullable Void>> next) {
            last = last.exceptionally(_ -> null).thenComposeAsync(_ -> next.get(), executor);
        }
    }

    /** The future is done when the connection is joined, or never will be. */
    private CompletableFuture<@Nullable Void> carry(Channel launcher, Destination destination, Line line) {
        try {
            if (line == Line.LIBVIRT) {
                approach(destination);
            }
            var hello = hello(destination, line.purpose());
            return dial(
                            new Bootstrap().group(launcher.eventLoop()),
                            destination,
                            hello,
                            (far, welcome) -> join(launcher, far, welcome, destination))
                    .whenComplete((_, failure) -> {
                        if (failure != null) {
                            LOG.atWarn()
                                    .addKeyValue("migration", destination.migration())
                                    .addKeyValue("error", failure.getMessage())
                                    .log("the target's handler is not reached");
                            var _ = launcher.close();
                        }
                    });
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("this node cannot prove itself");
            var _ = launcher.close();
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void join(Channel launcher, Channel far, MigrationWelcome welcome, Destination destination) {
        if (welcome.getOutcome() == Outcome.OUTCOME_JOINED) {
            Pipe.join(launcher, far);
            return;
        }
        LOG.atWarn()
                .addKeyValue("migration", destination.migration())
                .addKeyValue("reason", welcome.getMessage())
                .log("the target's handler does not join");
        var _ = far.close();
        var _ = launcher.close();
    }

    private MigrationHello hello(Destination destination, Purpose purpose) throws IOException {
        return MigrationHello.newBuilder()
                .setMigrationUid(destination.migration().toString())
                .setGuestUid(destination.guestUid())
                .setPurpose(purpose)
                .setToken(proof.own())
                .build();
    }

    /** Takes a connection whose other end has answered; on the event loop. */
    @FunctionalInterface
    private interface Answered {
        void with(Channel channel, MigrationWelcome welcome);
    }

    /** The future only ever fails, or completes with the answer. */
    private CompletableFuture<@Nullable Void> dial(
            Bootstrap bootstrap, Destination destination, MigrationHello hello, Answered answered) {
        var end = new CompletableFuture<@Nullable Void>();
        bootstrap
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, MigrationServer.MARKS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        tls.client().newHandler(channel.alloc()),
                                        Frames.decoder(),
                                        new Asking(hello, answered, end));
                    }
                })
                .connect(destination.target())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        end.completeExceptionally(done.cause());
                    }
                });
        return end;
    }

    private static final class Asking extends ChannelInboundHandlerAdapter {
        private final MigrationHello hello;
        private final Answered answered;
        private final CompletableFuture<@Nullable Void> end;
        private boolean trusted;

        Asking(MigrationHello hello, Answered answered, CompletableFuture<@Nullable Void> end) {
            this.hello = hello;
            this.answered = answered;
            this.end = end;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (!(event instanceof SslHandshakeCompletionEvent done)) {
                return;
            }
            if (!done.isSuccess()) {
                fail(context, done.cause());
                return;
            }
            var refusal = MigrationTls.refusal(context.pipeline().get(SslHandler.class));
            if (refusal.isPresent()) {
                fail(context, new IOException(refusal.get()));
            } else {
                trusted = true;
                var _ = context.writeAndFlush(Frames.of(hello));
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
            var bytes = Frames.bytes((ByteBuf) message);
            if (!trusted) {
                return;
            }
            var welcome = MigrationWelcome.parseFrom(bytes);
            var channel = context.channel();
            channel.config().setAutoRead(false);
            // Bytes that came with the answer go to whoever comes next in the pipeline, so that one has to be there.
            answered.with(channel, welcome);
            context.pipeline().remove(this);
            context.pipeline().remove(LengthFieldBasedFrameDecoder.class);
            end.complete(null);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end.completeExceptionally(new IOException("the connection was closed"));
            context.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(context, cause);
        }

        private void fail(ChannelHandlerContext context, Throwable cause) {
            end.completeExceptionally(cause);
            var _ = context.close();
        }
    }
}
