package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.yadori.proto.handler.v1.ConsoleRequest;
import dev.yadori.proto.handler.v1.ConsoleResponse;
import dev.yadori.proto.handler.v1.GuestReference;
import dev.yadori.proto.handler.v1.HandlerServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleStreamTest {
    private static final GuestReference GUEST =
            GuestReference.newBuilder().setNamespace("ns").setName("guest").build();

    private final EchoingHandler handler = new EchoingHandler();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        var name = InProcessServerBuilder.generateName();
        server =
                InProcessServerBuilder.forName(name).addService(handler).build().start();
        channel = InProcessChannelBuilder.forName(name).build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void firstMessageNamesTheGuestAndHowMuchToReplay() {
        try (var console = open()) {
            await().untilAsserted(() -> assertThat(handler.opened).isDone());

            assertThat(handler.opened.join().getOpen().getGuest()).isEqualTo(GUEST);
            assertThat(handler.opened.join().getOpen().getReplayBytes()).isEqualTo(100);
            assertThat(console.ended()).isNotDone();
        }
    }

    @Test
    void whatIsTypedReachesTheGuestAndItsAnswerIsShown() {
        try (var console = open()) {
            ConsoleCommand.pump(typed("hello\n"), console, new CompletableFuture<>());

            await().untilAsserted(() ->
                    assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("hello\n"));
        }
    }

    @Test
    void theKeyThatLeavesIsNotForTheGuest() {
        try (var console = open()) {
            var left = new CompletableFuture<Status>();

            ConsoleCommand.pump(typed("bye\u001dlost"), console, left);

            assertThat(left).isCompletedWithValue(Status.OK);
            await().untilAsserted(() ->
                    assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("bye"));
        }
    }

    @Test
    void inputThatEndsLeavesTheConsoleOpen() {
        try (var console = open()) {
            var left = new CompletableFuture<Status>();

            ConsoleCommand.pump(typed(""), console, left);

            assertThat(left).isNotDone();
            assertThat(console.ended()).isNotDone();
        }
    }

    @Test
    void theEndTellsWhatTheHandlerSaid() throws Exception {
        try (var console = open()) {
            ConsoleCommand.pump(typed("\u0004"), console, new CompletableFuture<>());

            var status = console.ended().get(10, TimeUnit.SECONDS);

            assertThat(status.getCode()).isEqualTo(Status.Code.ABORTED);
            console.type(new byte[] {1}, 1);
        }
    }

    private ConsoleStream open() {
        return ConsoleStream.open(HandlerServiceGrpc.newStub(channel), GUEST, 100, shown);
    }

    private static ByteArrayInputStream typed(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Says what is typed, and ends at ctrl-D. */
    private static final class EchoingHandler extends HandlerServiceGrpc.HandlerServiceImplBase {
        private final CompletableFuture<ConsoleRequest> opened = new CompletableFuture<>();

        @Override
        public StreamObserver<ConsoleRequest> console(StreamObserver<ConsoleResponse> responses) {
            return new StreamObserver<>() {
                @Override
                public void onNext(ConsoleRequest request) {
                    if (opened.complete(request)) {
                        return;
                    }
                    if (request.getInput().equals(ByteString.copyFrom(new byte[] {4}))) {
                        responses.onError(Status.ABORTED.asRuntimeException());
                        return;
                    }
                    responses.onNext(ConsoleResponse.newBuilder()
                            .setOutput(request.getInput())
                            .build());
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {
                    responses.onCompleted();
                }
            };
        }
    }
}
