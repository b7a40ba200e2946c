package dev.yadori.api.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Serves HTTP/1.1 and WebSockets over TLS 1.2 and 1.3, on one port. A client may show a certificate and need not. */
public final class ApiServer implements AutoCloseable {

    private static final int LOW_WATER = 32 * 1024;
    private static final int HIGH_WATER = 64 * 1024;
    private static final int STOP_SECONDS = 5;

    private final Channel listener;
    private final ChannelGroup connections;
    private final ExecutorService threads;

    private ApiServer(Channel listener, ChannelGroup connections, ExecutorService threads) {
        this.listener = listener;
        this.connections = connections;
        this.threads = threads;
    }

    /**
     * Starts to answer.
     *
     * @param port 0 for any that is free
     * @param loops that connections are served on, not closed by this server
     * @throws UncheckedIOException when the port cannot be had
     */
    public static ApiServer start(
            int port, SSLContext tls, EventLoopGroup loops, Endpoint endpoint, ServerLimits limits) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ByteBudget budget = new ByteBudget(limits.bufferedBytes());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 128)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_WATER, HIGH_WATER))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (connections.size() >= limits.connections()) {
                            var _ = channel.close();
                            return;
                        }
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(tlsOf(tls, threads, limits))
                                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                                        .setMaxInitialLineLength(4096)
                                        .setMaxHeaderSize(32 * 1024)))
                                .addLast(new HttpExchanges(endpoint, threads, budget, limits));
                    }
                });
        try {
            Channel listener =
                    bootstrap.bind(new InetSocketAddress(port)).sync().channel();
            return new ApiServer(listener, connections, threads);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while port " + port + " was opened", e));
        } catch (RuntimeException e) {
            throw new UncheckedIOException(new IOException("port " + port + " cannot be served", e));
        }
    }

    private static SslHandler tlsOf(SSLContext tls, ExecutorService threads, ServerLimits limits) {
        SSLEngine engine = tls.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setWantClientAuth(true);
        engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        // The work of a handshake is not done on the loop that all connections share.
        SslHandler handler = new SslHandler(engine, threads);
        handler.setHandshakeTimeoutMillis(limits.handshake().toMillis());
        return handler;
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Connections there are, streams among them. */
    public int connections() {
        return connections.size();
    }

    /** Takes no more connections, lets requests that are being answered end, and then ends all connections. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.close().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
