package dev.yadori.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.api.guest.GrpcGuests;
import dev.yadori.api.guest.GuestPlace;
import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.LocalServer;
import dev.yadori.testkit.TestAuthority;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Consoles from a client's WebSocket to a virt-handler, over real sockets. */
@Timeout(120)
class StreamTest {

    private static final GuestPlace GUEST = new GuestPlace("node", "default", "web", "u1");

    private final TestAuthority authority = new TestAuthority();
    private final FakeHandler handler = new FakeHandler();
    private Server node;
    private ManagedChannel channel;
    private LocalServer server;
    private HttpClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        authority.issue(folder, "virt-api", 1);
        node = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(handler)
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("localhost", node.getPort())
                .usePlaintext()
                .build();
        GrpcGuests guests = new GrpcGuests(_ -> channel);
        server = LocalServer.start(folder, request -> new ApiAnswer.Upgrade(guests.console(GUEST, 0)));
        client = HttpClient.newBuilder().sslContext(authority.trust()).build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        client.shutdownNow();
        server.close();
        channel.shutdownNow();
        node.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    @Test
    void whatIsTypedComesBack() {
        Reader reader = new Reader();
        WebSocket console = open(reader, WebSocketRelay.PROTOCOL);

        type(console, "uname");

        Awaitility.await().untilAsserted(() -> assertThat(reader.text()).isEqualTo("uname"));
        assertThat(console.getSubprotocol()).isEqualTo(WebSocketRelay.PROTOCOL);
        console.abort();
    }

    @Test
    void aClientNeedNotNameAProtocol() {
        WebSocket console = open(new Reader(), "");

        assertThat(console.getSubprotocol()).isEmpty();
        console.abort();
    }

    @Test
    void aHundredMegabytesComeByteForByteAsFastAsTheyAreRead() {
        long size = 100L * 1024 * 1024;
        Reader reader = new Reader();
        reader.pause();
        WebSocket console = open(reader, WebSocketRelay.PROTOCOL);

        type(console, "flood " + size);

        // Nobody reads: what has been printed is what buffers on the way take, and it stays so.
        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(handler.printed.get()).isBetween(1L, 24L * 1024 * 1024));
        reader.resume(console);
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> reader.count >= size);
        assertThat(reader.count).isEqualTo(size);
        assertThat(reader.wrongAt).isEqualTo(-1);
        console.abort();
    }

    @Test
    void aGuestThatEndsEndsTheStream() {
        Reader reader = new Reader();
        WebSocket console = open(reader, WebSocketRelay.PROTOCOL);

        type(console, "bye");

        Awaitility.await().untilAsserted(() -> assertThat(reader.closed.get()).isEqualTo("1000 "));
    }

    @Test
    void aNewerConsoleEndsTheStreamWithoutAnError() {
        Reader reader = new Reader();
        WebSocket console = open(reader, WebSocketRelay.PROTOCOL);

        type(console, "replaced");

        Awaitility.await().untilAsserted(() -> assertThat(reader.closed.get()).isEqualTo("1000 opened elsewhere"));
    }

    @Test
    void aVirtHandlerThatGoesEndsTheStream() throws Exception {
        Reader reader = new Reader();
        WebSocket console = open(reader, WebSocketRelay.PROTOCOL);
        type(console, "hello");
        Awaitility.await().untilAsserted(() -> assertThat(reader.text()).isEqualTo("hello"));

        node.shutdownNow();

        Awaitility.await().untilAsserted(() -> assertThat(reader.closed.get()).startsWith("1011 "));
    }

    @Test
    void fiveHundredConsolesLeaveNothing() {
        for (int i = 0; i < 500; i++) {
            WebSocket console = open(new Reader(), WebSocketRelay.PROTOCOL);
            if (i % 2 == 0) {
                console.abort();
            } else {
                console.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            }
        }

        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(handler.open.get()).isZero();
            assertThat(server.connections()).isZero();
        });
    }

    @Test
    void aReplicaThatGoesTakesItsOwnStreamsAlone(@TempDir Path folder) throws Exception {
        authority.issue(folder, "virt-api", 2);
        ManagedChannel ofOther = NettyChannelBuilder.forAddress("localhost", node.getPort())
                .usePlaintext()
                .build();
        GrpcGuests guests = new GrpcGuests(_ -> ofOther);
        LocalServer other = LocalServer.start(folder, request -> new ApiAnswer.Upgrade(guests.console(GUEST, 0)));
        Reader lost = new Reader();
        Reader kept = new Reader();
        WebSocket stays = open(kept, WebSocketRelay.PROTOCOL);
        type(open(other.port(), lost, WebSocketRelay.PROTOCOL), "one");
        type(stays, "two");
        Awaitility.await()
                .untilAsserted(() -> assertThat(lost.text() + kept.text()).isEqualTo("onetwo"));

        other.close();
        ofOther.shutdownNow();

        Awaitility.await().untilAsserted(() -> {
            assertThat(lost.closed.get()).isNotEmpty();
            assertThat(handler.open.get()).isEqualTo(1);
        });
        type(stays, "three");
        Awaitility.await().untilAsserted(() -> assertThat(kept.text()).isEqualTo("twothree"));
        assertThat(kept.closed.get()).isEmpty();
        stays.abort();
    }

    private WebSocket open(Reader reader, String protocol) {
        return open(server.port(), reader, protocol);
    }

    private WebSocket open(int port, Reader reader, String protocol) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        if (!protocol.isEmpty()) {
            builder.subprotocols(protocol);
        }
        return builder.buildAsync(URI.create("wss://localhost:" + port + "/console"), reader)
                .join();
    }

    private static void type(WebSocket console, String text) {
        console.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true)
                .join();
    }

    /** Reads on at once, or not before it is told to; checks each byte against its place. */
    private static final class Reader implements WebSocket.Listener {
        private final StringBuilder first = new StringBuilder();
        private final AtomicReference<String> closed = new AtomicReference<>("");
        private volatile boolean paused;
        private volatile long count;
        private volatile long wrongAt = -1;

        void pause() {
            paused = true;
        }

        void resume(WebSocket console) {
            paused = false;
            console.request(1);
        }

        synchronized String text() {
            return first.toString();
        }

        @Override
        public void onOpen(WebSocket console) {
            if (!paused) {
                console.request(1);
            }
        }

        @Override
        public synchronized @Nullable CompletionStage<?> onBinary(WebSocket console, ByteBuffer data, boolean last) {
            long place = count;
            while (data.hasRemaining()) {
                byte next = data.get();
                if (place < 64) {
                    first.append((char) next);
                }
                if (next != FakeHandler.at(place) && wrongAt < 0) {
                    wrongAt = place;
                }
                place++;
            }
            count = place;
            console.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket console, int status, String reason) {
            closed.set(status + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket console, Throwable failure) {
            closed.set("broke off");
        }
    }
}
