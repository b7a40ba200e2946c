package dev.yadori.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CipherOrderTest {
    /** TLS_CHACHA20_POLY1305_SHA256 and TLS_AES_128_GCM_SHA256 (RFC 8446, appendix B.4). */
    private static final int CHACHA20 = 0x1303;

    private static final int AES = 0x1301;
    private static final int RECORD_AND_HANDSHAKE_HEADERS = 5 + 4;
    private static final int VERSION_AND_RANDOM = 2 + 32;

    @Test
    void chacha20IsOfferedFirstAndAesToo() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = KubernetesAccess.connect(new ConfigBuilder()
                        .withMasterUrl("https://127.0.0.1:" + server.getLocalPort())
                        .withTrustCerts(true)
                        .withRequestRetryBackoffLimit(0)
                        .build())) {
            var asking = CompletableFuture.runAsync(
                    () -> client.pods().inNamespace("default").list());
            List<Integer> offered;
            try (var connection = server.accept();
                    var hello = new DataInputStream(connection.getInputStream())) {
                offered = suites(hello);
            }

            assertThatThrownBy(asking::join).hasCauseInstanceOf(KubernetesClientException.class);
            assertThat(offered).startsWith(CHACHA20).contains(AES);
        }
    }

    /** Of a ClientHello (RFC 8446, section 4.1.2). */
    private static List<Integer> suites(DataInputStream hello) throws IOException {
        hello.readFully(new byte[RECORD_AND_HANDSHAKE_HEADERS + VERSION_AND_RANDOM]);
        hello.readFully(new byte[hello.readUnsignedByte()]);
        int length = hello.readUnsignedShort();
        var suites = new ArrayList<Integer>();
        for (int at = 0; at < length; at += Short.BYTES) {
            suites.add(hello.readUnsignedShort());
        }
        return suites;
    }
}
