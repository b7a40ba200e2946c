package dev.yadori.handler.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.service.tls.CertificateFiles;
import dev.yadori.testkit.TestAuthority;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.OpenSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MigrationTlsTest {
    private static final String FOR_OUR_JVM = "TLS_CHACHA20_POLY1305_SHA256";

    @TempDir
    private Path folder;

    private TestAuthority authority;
    private MigrationTls tls;

    @BeforeEach
    void start() throws IOException {
        authority = new TestAuthority();
        tls = new MigrationTls(certificate("ours"));
    }

    @Test
    void handlersDoNotEncryptInJava() throws SSLException {
        assertThat(List.of(tls.server(), tls.client())).hasOnlyElementsOfType(OpenSslContext.class);
        assertThat(agreed(tls.client(), tls.server())).startsWith("TLSv1.3 TLS_");
    }

    @Test
    void whereNothingElseCanBeLoadedTheyAgreeOnTheCipherThatNeedsNoInstructionsOfTheProcessor() throws IOException {
        var java = new MigrationTls(certificate("java"), SslProvider.JDK);

        assertThat(agreed(java.client(), java.server())).isEqualTo("TLSv1.3 " + FOR_OUR_JVM);
    }

    @Test
    void handlerThatEncryptsInJavaIsUnderstood() throws IOException {
        var java = new MigrationTls(certificate("java"), SslProvider.JDK);

        assertThat(agreed(java.client(), tls.server())).startsWith("TLSv1.3 TLS_");
        assertThat(agreed(tls.client(), java.server())).startsWith("TLSv1.3 TLS_");
    }

    private CertificateFiles certificate(String name) throws IOException {
        return new CertificateFiles(authority.issue(folder.resolve(name), "virt-handler", 1));
    }

    private static String agreed(SslContext from, SslContext to) throws SSLException {
        var client = from.newEngine(UnpooledByteBufAllocator.DEFAULT);
        var server = to.newEngine(UnpooledByteBufAllocator.DEFAULT);
        shakeHands(client, server);
        assertThat(client.getSession().getCipherSuite())
                .isEqualTo(server.getSession().getCipherSuite());
        return server.getSession().getProtocol() + " " + server.getSession().getCipherSuite();
    }

    private static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
        var toServer = ByteBuffer.allocate(1 << 16);
        var toClient = ByteBuffer.allocate(1 << 16);
        client.beginHandshake();
        server.beginHandshake();
        while (isBusy(client) || isBusy(server)) {
            step(client, toServer, toClient);
            step(server, toClient, toServer);
        }
    }

    private static boolean isBusy(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            default -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(1 << 16));
                in.compact();
            }
        }
    }
}
