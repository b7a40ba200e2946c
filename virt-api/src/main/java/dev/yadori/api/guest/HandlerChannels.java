package dev.yadori.api.guest;

import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * One connection to each virt-handler that is spoken to, with both sides' certificates. A connection without calls is
 * closed after a while; one whose other end has silently gone is found out by its keep-alive.
 */
public final class HandlerChannels implements AutoCloseable {

    private static final int MOST_MESSAGE_BYTES = 8 * 1024 * 1024;
    private static final int WINDOW_BYTES = 256 * 1024;

    private final Map<InetSocketAddress, ManagedChannel> channels = new ConcurrentHashMap<>();
    private final Terms terms;
    private final EventLoopGroup loops;
    private final Executor threads;

    /**
     * How virt-handler is known, and what it is shown.
     *
     * @param authority name that its certificate has
     */
    public record Terms(String authority, KeyManager keys, TrustManager trust) {}

    public HandlerChannels(Terms terms, EventLoopGroup loops, Executor threads) {
        this.terms = terms;
        this.loops = loops;
        this.threads = threads;
    }

    ManagedChannel to(InetSocketAddress handler) {
        return channels.computeIfAbsent(handler, this::open);
    }

    private ManagedChannel open(InetSocketAddress handler) {
        return NettyChannelBuilder.forAddress(
                        handler,
                        TlsChannelCredentials.newBuilder()
                                .keyManager(terms.keys())
                                .trustManager(terms.trust())
                                .build())
                .overrideAuthority(terms.authority())
                .eventLoopGroup(loops)
                .channelType(NioSocketChannel.class)
                .executor(threads)
                .maxInboundMessageSize(MOST_MESSAGE_BYTES)
                .flowControlWindow(WINDOW_BYTES)
                .keepAliveTime(1, TimeUnit.MINUTES)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .idleTimeout(5, TimeUnit.MINUTES)
                .build();
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
