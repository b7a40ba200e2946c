package dev.yadori.handler.launcher;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Makes gRPC channels over unix sockets, all on one event loop. */
public final class UnixChannels {
    /** Far above any status; a launcher is as little trusted as its guest. */
    private static final int MAX_MESSAGE_BYTES = 256 * 1024;

    private static final int MAX_METADATA_BYTES = 16 * 1024;

    /**
     * A launcher whose process hangs leaves its connection open and says nothing, like one whose guest is at peace: only a
     * question tells them apart. Asked while somebody listens; the launcher permits it.
     */
    private static final Duration ASK_AFTER = Duration.ofSeconds(20);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final EventLoopGroup eventLoop;
    private final Executor executor;

    /**
     * @param eventLoop of epoll
     * @param executor for callbacks
     */
    public UnixChannels(EventLoopGroup eventLoop, Executor executor) {
        this.eventLoop = eventLoop;
        this.executor = executor;
    }

    /** A channel that connects when it is first used, to a path of at most 107 bytes. */
    public ManagedChannel open(String path, PeerVerifier verifier) {
        return NettyChannelBuilder.forAddress(new DomainSocketAddress(path))
                .channelFactory(() -> gated(verifier), DomainSocketAddress.class)
                .eventLoopGroup(eventLoop)
                .executor(executor)
                .overrideAuthority("launcher")
                // gRPC's own default, which a unix socket does not know and Netty complains of.
                .withOption(ChannelOption.SO_KEEPALIVE, null)
                .usePlaintext()
                .disableRetry()
                .keepAliveTime(ASK_AFTER.toSeconds(), TimeUnit.SECONDS)
                .keepAliveTimeout(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .build();
    }

    private static EpollDomainSocketChannel gated(PeerVerifier verifier) {
        var channel = new EpollDomainSocketChannel();
        channel.pipeline().addLast(new PeerGate(verifier));
        return channel;
    }
}
