package dev.yadori.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.testkit.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ApiServerTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final ServerLimits SMALL = new ServerLimits(3, 100, LONG, LONG, LONG);

    private final TestAuthority authority = new TestAuthority();
    private LocalServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        authority.issue(folder, "virt-api", 1);
        server = start(folder, SMALL);
    }

    private static LocalServer start(Path folder, ServerLimits limits) throws Exception {
        return LocalServer.start(
                folder, null, request -> ApiAnswer.text(200, request.method() + " " + request.body().length), limits);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aConnectionServesRequestsOneAfterTheOther() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            String first = read(socket, "GET 0\n");
            send(socket, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");

            assertThat(first).startsWith("HTTP/1.1 200 OK");
            assertThat(read(socket, "PUT 3\n")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void aBodyInPartsIsOne() throws Exception {
        try (Socket socket = connect()) {
            send(
                    socket,
                    "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");

            assertThat(read(socket, "PUT 5\n")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void whatIsMoreThanAllRequestsMayHoldIsRefused() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n" + "x".repeat(101));

            assertThat(rest(socket)).startsWith("HTTP/1.1 429");
        }
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsNotReceived() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n");

            assertThat(rest(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void aRequestThatDoesNotEndIsEnded(@TempDir Path folder) throws Exception {
        authority.issue(folder, "virt-api", 1);
        try (var hasty = start(folder, new ServerLimits(3, 100, LONG, SHORT, LONG));
                Socket socket = connect(hasty)) {
            send(socket, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na");

            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void aConnectionWithoutRequestsIsEnded(@TempDir Path folder) throws Exception {
        authority.issue(folder, "virt-api", 1);
        try (var hasty = start(folder, new ServerLimits(3, 100, LONG, LONG, SHORT));
                Socket socket = connect(hasty)) {
            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void oneConnectionTooManyIsClosedAndThenTakenAgain() throws Exception {
        try (Socket one = new Socket("localhost", server.port());
                Socket two = new Socket("localhost", server.port());
                Socket three = new Socket("localhost", server.port())) {
            Awaitility.await().until(() -> server.connections() == 3);
            try (Socket four = new Socket("localhost", server.port())) {
                assertThat(four.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(one.isConnected() && two.isConnected() && three.isConnected())
                    .isTrue();
        }

        Awaitility.await().until(() -> server.connections() == 0);
        try (Socket socket = connect()) {
            send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(read(socket, "GET 0\n")).startsWith("HTTP/1.1 200 OK");
        }
    }

    private Socket connect() throws Exception {
        return connect(server);
    }

    private Socket connect(LocalServer server) throws Exception {
        return authority.trust().getSocketFactory().createSocket("localhost", server.port());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String read(Socket socket, String end) throws IOException {
        InputStream input = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("ended after " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
