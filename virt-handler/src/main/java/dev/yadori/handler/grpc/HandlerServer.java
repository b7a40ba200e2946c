package dev.yadori.handler.grpc;

import dev.yadori.service.tls.CertificateFiles;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The server that other components call. */
public final class HandlerServer implements AutoCloseable {
    /** Input of a console comes in parts of at most 64 KiB. */
    private static final int MAX_MESSAGE_BYTES = 256 * 1024;

    private static final int MAX_CALLS_A_CONNECTION = 256;

    /** A console can be silent for long, and virt-api asks each minute whether this node is still there. */
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final Server server;

    private HandlerServer(Server server) {
        this.server = server;
    }

    /**
     * Where and for whom.
     *
     * @param port 0 for any that is free
     * @param certificates with ca.crt
     * @param callers common names that may call
     */
    public record Terms(int port, CertificateFiles certificates, Set<String> callers) {
        public Terms {
            callers = Set.copyOf(callers);
        }
    }

    /**
     * Starts to serve.
     *
     * @param eventLoop of epoll
     * @throws IOException where the certificates cannot be used or the port cannot be had
     */
    public static HandlerServer start(Terms terms, BindableService service, EventLoopGroup eventLoop, Executor executor)
            throws IOException {
        var credentials = TlsServerCredentials.newBuilder()
                .keyManager(terms.certificates().keys())
                .trustManager(terms.certificates().trust())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build();
        return new HandlerServer(NettyServerBuilder.forPort(terms.port(), credentials)
                .bossEventLoopGroup(eventLoop)
                .workerEventLoopGroup(eventLoop)
                .channelType(EpollServerSocketChannel.class)
                .executor(executor)
                .intercept(new AllowedCallers(terms.callers()))
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_A_CONNECTION)
                .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .addService(service)
                .build()
                .start());
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
