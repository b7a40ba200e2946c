package dev.yadori.handler.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.yadori.handler.grpc.GuestDirectory.Found;
import dev.yadori.handler.launcher.GrpcLauncherClient;
import dev.yadori.proto.handler.v1.ConsoleResponse;
import dev.yadori.proto.handler.v1.GuestReference;
import dev.yadori.proto.handler.v1.HandlerServiceGrpc;
import dev.yadori.proto.handler.v1.OpenConsole;
import dev.yadori.proto.launcher.v1.ConsoleRequest;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over real transports, because only they have windows that fill. */
class LineBridgeTest {
    private static final int CHUNK = 32 * 1024;
    private static final long FLOOD = 64L * 1024 * 1024;

    /** For all of it, beside whatever else the machine does. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Flood flood = new Flood();
    private final Server launcher = serve(flood);
    private final ManagedChannel toLauncher = connect(launcher);
    private final Server handler = serve(
            new HandlerService((namespace, name, uid) -> new Found.Reachable(new GrpcLauncherClient(toLauncher))));
    private final ManagedChannel toHandler = connect(handler);

    /** A guest that says as much as it is let, and reads nothing before it is told to. */
    private static final class Flood extends LauncherServiceGrpc.LauncherServiceImplBase {
        final AtomicLong said = new AtomicLong();
        final AtomicInteger heard = new AtomicInteger();
        private volatile @Nullable ServerCallStreamObserver<dev.yadori.proto.launcher.v1.ConsoleResponse> line;
        private final ByteString chunk = ByteString.copyFrom(new byte[CHUNK]);

        @Override
        public StreamObserver<ConsoleRequest> console(
                StreamObserver<dev.yadori.proto.launcher.v1.ConsoleResponse> response) {
            var flow = (ServerCallStreamObserver<dev.yadori.proto.launcher.v1.ConsoleResponse>) response;
            line = flow;
            flow.disableAutoRequest();
            flow.setOnReadyHandler(() -> say(flow));
            flow.request(1);
            return new StreamObserver<>() {
                @Override
                public void onNext(ConsoleRequest request) {
                    heard.incrementAndGet();
                }

                @Override
                public void onError(Throwable gone) {}

                @Override
                public void onCompleted() {}
            };
        }

        private void say(ServerCallStreamObserver<dev.yadori.proto.launcher.v1.ConsoleResponse> flow) {
            while (flow.isReady() && said.get() < FLOOD) {
                flow.onNext(dev.yadori.proto.launcher.v1.ConsoleResponse.newBuilder()
                        .setOutput(chunk)
                        .build());
                said.addAndGet(CHUNK);
            }
        }

        void listen(int messages) {
            var open = line;
            if (open != null) {
                open.request(messages);
            }
        }
    }

    /** A caller that reads and types only when told to. */
    private static final class Caller
            implements ClientResponseObserver<dev.yadori.proto.handler.v1.ConsoleRequest, ConsoleResponse> {
        final AtomicLong read = new AtomicLong();
        private volatile @Nullable ClientCallStreamObserver<dev.yadori.proto.handler.v1.ConsoleRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<dev.yadori.proto.handler.v1.ConsoleRequest> stream) {
            stream.disableAutoRequestWithInitial(0);
            call = stream;
        }

        void read(int messages) {
            var open = call;
            if (open != null) {
                open.request(messages);
            }
        }

        boolean mayType() {
            var open = call;
            return open != null && open.isReady();
        }

        @Override
        public void onNext(ConsoleResponse response) {
            read.addAndGet(response.getOutput().size());
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }

    private static Server serve(BindableService service) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(service)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ManagedChannel connect(Server server) {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        toHandler.shutdownNow();
        handler.shutdownNow();
        toLauncher.shutdownNow();
        launcher.shutdownNow();
    }

    private StreamObserver<dev.yadori.proto.handler.v1.ConsoleRequest> open(Caller caller) {
        var keys = HandlerServiceGrpc.newStub(toHandler).console(caller);
        keys.onNext(dev.yadori.proto.handler.v1.ConsoleRequest.newBuilder()
                .setOpen(OpenConsole.newBuilder()
                        .setGuest(GuestReference.newBuilder()
                                .setNamespace("guests")
                                .setName("tiny")))
                .build());
        return keys;
    }

    @Test
    void aGuestThatFloodsItsLineWaitsForItsReader() {
        var caller = new Caller();
        open(caller);

        await().untilAsserted(() -> assertThat(flood.said.get()).isPositive());
        var stuck = new AtomicLong(-1);
        await().until(() -> stuck.getAndSet(flood.said.get()) == flood.said.get());

        assertThat(flood.said.get()).isLessThan(FLOOD / 8);
        caller.read(Integer.MAX_VALUE);
        await().atMost(LONG).untilAsserted(() -> assertThat(caller.read.get()).isEqualTo(FLOOD));
    }

    @Test
    void aCallerThatFloodsAGuestWaitsForIt() {
        // One thread at a time is the guest's: it would hear nothing until it has said all.
        flood.said.set(FLOOD);
        var caller = new Caller();
        var keys = open(caller);
        caller.read(Integer.MAX_VALUE);
        await().untilAsserted(() -> assertThat(flood.heard).hasValue(1));
        int typed = 0;
        var chunk = dev.yadori.proto.handler.v1.ConsoleRequest.newBuilder()
                .setInput(ByteString.copyFrom(new byte[CHUNK]))
                .build();

        while (typed < FLOOD / CHUNK && eventuallyMayType(caller)) {
            keys.onNext(chunk);
            typed++;
        }

        assertThat(typed).isLessThan((int) (FLOOD / CHUNK / 8));
        flood.listen(Integer.MAX_VALUE);
        int all = typed;
        await().untilAsserted(() -> assertThat(flood.heard).hasValue(all + 1));
    }

    /** Windows open with a delay: it is closed only if it stays so. */
    private static boolean eventuallyMayType(Caller caller) {
        try {
            await().atMost(Duration.ofMillis(500)).until(caller::mayType);
            return true;
        } catch (ConditionTimeoutException closed) {
            return false;
        }
    }
}
