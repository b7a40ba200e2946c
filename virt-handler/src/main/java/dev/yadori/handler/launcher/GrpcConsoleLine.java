package dev.yadori.handler.launcher;

import com.google.protobuf.ByteString;
import dev.yadori.proto.launcher.v1.ConsoleRequest;
import dev.yadori.proto.launcher.v1.ConsoleResponse;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import dev.yadori.proto.launcher.v1.OpenConsole;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A serial line as a stream in both directions, with gRPC's flow control and no queue of its own. */
final class GrpcConsoleLine implements ClientResponseObserver<ConsoleRequest, ConsoleResponse>, ConsoleLine {
    /** Most that one message may carry (launcher_service.proto). */
    static final int MAX_INPUT_BYTES = 64 * 1024;

    private final ConsoleListener listener;
    private @Nullable ClientCallStreamObserver<ConsoleRequest> call;

    private GrpcConsoleLine(ConsoleListener listener) {
        this.listener = listener;
    }

    static ConsoleLine open(LauncherServiceGrpc.LauncherServiceStub stub, int replayBytes, ConsoleListener listener) {
        var line = new GrpcConsoleLine(listener);
        stub.console(line);
        line.call()
                .onNext(ConsoleRequest.newBuilder()
                        .setOpen(OpenConsole.newBuilder().setReplayBytes(replayBytes))
                        .build());
        return line;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ConsoleRequest> stream) {
        stream.disableAutoRequestWithInitial(1);
        stream.setOnReadyHandler(listener::ready);
        call = stream;
    }

    @Override
    public void onNext(ConsoleResponse response) {
        listener.output(response.getOutput());
    }

    @Override
    public void onError(Throwable failure) {
        listener.ended(Optional.of(Failures.of(failure)));
    }

    @Override
    public void onCompleted() {
        listener.ended(Optional.empty());
    }

    @Override
    public boolean isReady() {
        return call().isReady();
    }

    @Override
    public void input(ByteString bytes) {
        for (int from = 0; from < bytes.size(); from += MAX_INPUT_BYTES) {
            var part = bytes.substring(from, Math.min(bytes.size(), from + MAX_INPUT_BYTES));
            call().onNext(ConsoleRequest.newBuilder().setInput(part).build());
        }
    }

    @Override
    public void request(int count) {
        call().request(count);
    }

    @Override
    public void close() {
        call().cancel("the user has hung up", null);
    }

    private ClientCallStreamObserver<ConsoleRequest> call() {
        return Objects.requireNonNull(call, "set before the call starts");
    }
}
