package dev.yadori.api.http;

import dev.yadori.service.tls.CertificateFiles;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The server on a free port of this machine, with its own event loops. */
public final class LocalServer implements AutoCloseable {

    private final ApiServer server;
    private final EventLoopGroup loops;

    private LocalServer(ApiServer server, EventLoopGroup loops) {
        this.server = server;
        this.loops = loops;
    }

    /** With the certificate in a folder; no client shows one. */
    public static LocalServer start(Path folder, Endpoint endpoint) throws IOException, GeneralSecurityException {
        return start(folder, null, endpoint, ServerLimits.DEFAULT);
    }

    /** With the certificate in a folder, for clients that somebody trusts. */
    public static LocalServer start(Path folder, @Nullable TrustManager clients, Endpoint endpoint, ServerLimits limits)
            throws IOException, GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(
                new KeyManager[] {new CertificateFiles(folder).keys()},
                clients == null ? null : new TrustManager[] {clients},
                null);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        return new LocalServer(ApiServer.start(0, tls, loops, endpoint, limits), loops);
    }

    public int port() {
        return server.port();
    }

    public EventLoopGroup loops() {
        return loops;
    }

    public int connections() {
        return server.connections();
    }

    @Override
    public void close() {
        server.close();
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
