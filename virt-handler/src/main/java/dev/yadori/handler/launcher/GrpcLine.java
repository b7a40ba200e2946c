package dev.yadori.handler.launcher;

import com.google.protobuf.ByteString;
import dev.yadori.proto.launcher.v1.ConsoleRequest;
import dev.yadori.proto.launcher.v1.ConsoleResponse;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc.LauncherServiceStub;
import dev.yadori.proto.launcher.v1.OpenConsole;
import dev.yadori.proto.launcher.v1.OpenVnc;
import dev.yadori.proto.launcher.v1.VncRequest;
import dev.yadori.proto.launcher.v1.VncResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A serial line or a screen as a stream in both directions, with gRPC's flow control and no queue of its own. */
final class GrpcLine<Q, R> implements ClientResponseObserver<Q, R>, GuestLine {
    /** Most that one message may carry (launcher_service.proto). */
    static final int MAX_INPUT_BYTES = 64 * 1024;

    private final Function<ByteString, Q> writing;
    private final Function<R, ByteString> reading;
    private final LineListener listener;
    private @Nullable ClientCallStreamObserver<Q> call;

    private GrpcLine(Function<ByteString, Q> writing, Function<R, ByteString> reading, LineListener listener) {
        this.writing = writing;
        this.reading = reading;
        this.listener = listener;
    }

    static GuestLine console(LauncherServiceStub stub, int replayBytes, LineListener listener) {
        var line = new GrpcLine<ConsoleRequest, ConsoleResponse>(
                bytes -> ConsoleRequest.newBuilder().setInput(bytes).build(), ConsoleResponse::getOutput, listener);
        stub.console(line);
        line.call()
                .onNext(ConsoleRequest.newBuilder()
                        .setOpen(OpenConsole.newBuilder().setReplayBytes(replayBytes))
                        .build());
        return line;
    }

    static GuestLine screen(LauncherServiceStub stub, boolean preserve, LineListener listener) {
        var line = new GrpcLine<VncRequest, VncResponse>(
                bytes -> VncRequest.newBuilder().setInput(bytes).build(), VncResponse::getOutput, listener);
        stub.vnc(line);
        line.call()
                .onNext(VncRequest.newBuilder()
                        .setOpen(OpenVnc.newBuilder().setPreserveSession(preserve))
                        .build());
        return line;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        stream.disableAutoRequestWithInitial(1);
        stream.setOnReadyHandler(listener::ready);
        call = stream;
    }

    @Override
    public void onNext(R response) {
        listener.output(reading.apply(response));
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
            call().onNext(writing.apply(bytes.substring(from, Math.min(bytes.size(), from + MAX_INPUT_BYTES))));
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

    private ClientCallStreamObserver<Q> call() {
        return Objects.requireNonNull(call, "set before the call starts");
    }
}
