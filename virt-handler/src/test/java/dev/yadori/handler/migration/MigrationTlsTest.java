package dev.yadori.handler.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.service.tls.CertificateFiles;
import dev.yadori.testkit.TestAuthority;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MigrationTlsTest {
    private MigrationTls tls;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        tls = new MigrationTls(new CertificateFiles(new TestAuthority().issue(folder, "virt-handler", 1)));
    }

    @Test
    void handlersAgreeOnTheCipherThatNeedsNoInstructionsOfTheProcessor() throws SSLException {
        var server = tls.server().newEngine(UnpooledByteBufAllocator.DEFAULT);
        var client = tls.client().newEngine(UnpooledByteBufAllocator.DEFAULT);

        shakeHands(client, server);

        assertThat(server.getSession().getCipherSuite()).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
        assertThat(server.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }

    @Test
    void handlerOfAnOlderVersionIsUnderstood() throws SSLException {
        var server = tls.server().newEngine(UnpooledByteBufAllocator.DEFAULT);
        var older = tls.client().newEngine(UnpooledByteBufAllocator.DEFAULT);
        older.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});

        shakeHands(older, server);

        assertThat(server.getSession().getCipherSuite()).isEqualTo("TLS_AES_128_GCM_SHA256");
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
