package dev.yadori.handler.migration;

import dev.yadori.handler.pod.PodUid;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Sockets in launcher pods, as Netty's channels. Nobody is spoken to before it is known to be of that pod. */
public final class UnixSide {
    private static final AttributeKey<Turn> TURN = AttributeKey.valueOf(UnixSide.class, "turn");

    private final PodSockets sockets;

    public UnixSide(PodSockets sockets) {
        this.sockets = sockets;
    }

    /** Called on the event loop, once. */
    interface Receiver {
        void connected(Channel channel);

        /** Why is a sentence for people. */
        void failed(String why);
    }

    /** Connects to what listens in a pod, and does not read yet. */
    void connect(Bootstrap bootstrap, PodUid pod, String path, Receiver receiver) {
        PodSockets.Place place;
        try {
            place = sockets.find(pod, path);
        } catch (IOException e) {
            receiver.failed("%s of pod %s: %s".formatted(path, pod, e.getMessage()));
            return;
        }
        var connecting = bootstrap
                .channel(EpollDomainSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new DomainSocketAddress(place.path()));
        connecting.addListener(done -> {
            place.close();
            var channel = connecting.channel();
            var refusal = done.isSuccess()
                    ? refusal(channel, pod)
                    : Optional.of(
                            "%s of pod %s: %s".formatted(path, pod, done.cause().getMessage()));
            if (refusal.isPresent()) {
                var _ = channel.close();
                receiver.failed(refusal.get());
            } else {
                receiver.connected(channel);
            }
        });
    }

    private Optional<String> refusal(Channel channel, PodUid pod) {
        try {
            var peer = ((EpollDomainSocketChannel) channel).peerCredentials();
            return sockets.refusal(peer.pid(), peer.uid(), pod);
        } catch (IOException gone) {
            return Optional.of("the peer is gone");
        }
    }

    /** A socket on which a launcher is waited for. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Makes a socket in a pod for its launcher. The receiver gets each connection, which is not read yet, in the order in which
     * they were made.
     */
    Listening listen(EventLoopGroup loop, PodUid pod, String name, Consumer<Channel> receiver) throws IOException {
        var folder = sockets.folder(pod);
        try {
            folder.clear(name);
            var bound = new ServerBootstrap()
                    .group(loop)
                    .channel(EpollServerDomainSocketChannel.class)
                    .handler(new Order())
                    .childOption(ChannelOption.AUTO_READ, false)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, MigrationServer.MARKS)
                    .childHandler(new ChannelInitializer<DomainSocketChannel>() {
                        @Override
                        protected void initChannel(DomainSocketChannel channel) {
                            channel.pipeline().addLast(new Gate(pod, receiver));
                        }
                    })
                    .bind(new DomainSocketAddress(folder.path() + "/" + name))
                    .awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw new IOException(
                        "%s in pod %s: %s".formatted(name, pod, bound.cause().getMessage()), bound.cause());
            }
            folder.give(name);
            return () -> bound.channel().close().addListener(_ -> folder.close());
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /** Of the connections of a socket: each has an event loop of its own, and they do not wait for each other. */
    private static final class Order extends ChannelInboundHandlerAdapter {
        private CompletableFuture<Boolean> former = CompletableFuture.completedFuture(true);

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var connection = (Channel) message;
            var all = former;
            var ready = new CompletableFuture<Boolean>();
            former = ready.thenCombine(all, (_, _) -> true);
            connection.attr(TURN).set(new Turn(all, ready));
            var _ = connection.closeFuture().addListener(_ -> ready.complete(false));
            context.fireChannelRead(message);
        }
    }

    /** Of a connection: when all former ones were handed over or are closed, and when this one was. */
    private record Turn(CompletableFuture<Boolean> former, CompletableFuture<Boolean> done) {}

    private final class Gate extends ChannelInboundHandlerAdapter {
        private final PodUid pod;
        private final Consumer<Channel> receiver;

        Gate(PodUid pod, Consumer<Channel> receiver) {
            this.pod = pod;
            this.receiver = receiver;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.pipeline().remove(this);
            if (refusal(context.channel(), pod).isPresent()) {
                var _ = context.close();
            } else {
                var turn = context.channel().attr(TURN).get();
                var _ = turn.former().thenRun(() -> {
                    receiver.accept(context.channel());
                    turn.done().complete(true);
                });
            }
        }
    }
}
