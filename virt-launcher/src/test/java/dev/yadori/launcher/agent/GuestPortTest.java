package dev.yadori.launcher.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestPortTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Optional<GuestPort.Request> ROOT = Optional.of(new GuestPort.Request("/", List.of()));

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, true",
        "HTTP/1.0 204, true",
        "HTTP/1.1 302 Found, true",
        "HTTP/1.1 399 , true",
        "HTTP/1.1 404 Not Found, false",
        "HTTP/1.1 503 Busy, false",
        "HTTP/1.1 100 Continue, false",
        "SSH-2.0-OpenSSH_10.0, false",
        "HTTP/1.1 2x0 OK, false",
        "HTTP/1.1, false",
    })
    void statusOfTheAnswerDecides(String answer, boolean good) throws Exception {
        try (var server = new ServerSocket(0, 1, HERE)) {
            var served = serve(server, answer + "\r\n");

            assertThat(port(server, ROOT).answers(LONG)).isEqualTo(good);
            served.join();
        }
    }

    @Test
    void requestIsOneOfHttpWhateverAUserHasWritten() throws Exception {
        try (var server = new ServerSocket(0, 1, HERE)) {
            var served = serve(server, "HTTP/1.1 200 OK\r\n\r\n");
            var request = new GuestPort.Request("health?a=b\r\nX: y", List.of("Host: guest", "Q: 1\n\nGET /"));

            assertThat(port(server, Optional.of(request)).answers(LONG)).isTrue();
            assertThat(served.join())
                    .isEqualTo("GET /health?a=bX: y HTTP/1.1\r\nHost: guest\r\nQ: 1GET /\r\nConnection: close\r\n\r\n");
        }
    }

    @Test
    void connectionIsEnoughWithoutARequest() throws IOException {
        try (var server = new ServerSocket(0, 1, HERE)) {
            assertThat(port(server, Optional.empty()).answers(LONG)).isTrue();
        }
    }

    @Test
    void closedPortDoesNotAnswer() throws IOException {
        GuestPort port;
        try (var server = new ServerSocket(0, 1, HERE)) {
            port = port(server, Optional.empty());
        }
        assertThat(port.answers(LONG)).isFalse();
    }

    @Test
    void oneThatSaysNothingIsGivenUp() throws IOException {
        try (var server = new ServerSocket(0, 1, HERE)) {
            assertThat(port(server, ROOT).answers(Duration.ofMillis(200))).isFalse();
        }
    }

    @Test
    void oneThatSaysALittleAtATimeIsGivenUp() throws Exception {
        try (var server = new ServerSocket(0, 1, HERE)) {
            var dripped = new CompletableFuture<Boolean>();
            Thread.startVirtualThread(() -> {
                try (var socket = server.accept()) {
                    socket.getOutputStream().write('H');
                    dripped.complete(socket.getInputStream().read() >= 0);
                    // Ends when the other side has given up.
                    while (socket.getInputStream().read() >= 0) {
                        assertThat(socket.isConnected()).isTrue();
                    }
                } catch (IOException gone) {
                    dripped.completeExceptionally(gone);
                }
            });

            assertThat(port(server, ROOT).answers(Duration.ofMillis(500))).isFalse();
            assertThat(dripped.join()).isTrue();
        }
    }

    private static GuestPort port(ServerSocket server, Optional<GuestPort.Request> request) {
        return new GuestPort(HERE, server.getLocalPort(), request);
    }

    /** Answers one request, and gives what it was. */
    private static CompletableFuture<String> serve(ServerSocket server, String answer) {
        var result = new CompletableFuture<String>();
        Thread.startVirtualThread(() -> {
            try (var socket = server.accept()) {
                result.complete(serve(socket, answer));
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static String serve(Socket socket, String answer) throws IOException {
        var request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append((char) socket.getInputStream().read());
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        return request.toString();
    }
}
