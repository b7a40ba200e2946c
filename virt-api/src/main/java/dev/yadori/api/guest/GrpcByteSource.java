package dev.yadori.api.guest;

import com.google.protobuf.ByteString;
import dev.yadori.api.stream.ByteLine;
import dev.yadori.api.stream.ByteListener;
import dev.yadori.api.stream.ByteSource;
import dev.yadori.api.stream.StreamEnd;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call in both directions, whose first message opens it and whose others carry bytes. One answer is asked for at a time.
 *
 * @param <Q> what is sent
 * @param <R> what comes
 */
final class GrpcByteSource<Q, R> implements ByteSource {

    private final Consumer<StreamObserver<R>> call;
    private final Q opening;
    private final Function<ByteString, Q> input;
    private final Function<R, ByteString> output;

    GrpcByteSource(
            Consumer<StreamObserver<R>> call,
            Q opening,
            Function<ByteString, Q> input,
            Function<R, ByteString> output) {
        this.call = call;
        this.opening = opening;
        this.input = input;
        this.output = output;
    }

    @Override
    public ByteLine open(EventLoop loop, ByteListener listener) {
        Line<Q, R> line = new Line<>(this, loop, listener);
        call.accept(line);
        line.requests().onNext(opening);
        return line;
    }

    @Override
    public void abandon() {}

    /** Hands over to the event loop what gRPC says on its own threads. */
    private static final class Line<Q, R> implements ByteLine, ClientResponseObserver<Q, R> {
        private final GrpcByteSource<Q, R> source;
        private final EventLoop loop;
        private final ByteListener listener;
        private @Nullable ClientCallStreamObserver<Q> requests;

        Line(GrpcByteSource<Q, R> source, EventLoop loop, ByteListener listener) {
            this.source = source;
            this.loop = loop;
            this.listener = listener;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<Q> stream) {
            requests = stream;
            stream.disableAutoRequestWithInitial(0);
            stream.setOnReadyHandler(() -> loop.execute(listener::ready));
        }

        @Override
        public void onNext(R message) {
            ByteString bytes = source.output.apply(message);
            loop.execute(() -> listener.bytes(Unpooled.wrappedBuffer(bytes.asReadOnlyByteBuffer())));
        }

        @Override
        public void onError(Throwable failure) {
            Status status = Status.fromThrowable(failure);
            String why = status.getDescription() == null ? status.getCode().toString() : status.getDescription();
            // ABORTED: somebody else has opened the same, which is what newest wins means.
            StreamEnd end = new StreamEnd(status.getCode() != Status.Code.ABORTED, why);
            loop.execute(() -> listener.ended(end));
        }

        @Override
        public void onCompleted() {
            loop.execute(() -> listener.ended(StreamEnd.DONE));
        }

        @Override
        public boolean isReady() {
            return requests().isReady();
        }

        @Override
        public void send(byte[] bytes) {
            requests().onNext(source.input.apply(ByteString.copyFrom(bytes)));
        }

        @Override
        public void request() {
            requests().request(1);
        }

        @Override
        public void close() {
            requests().cancel("the client has gone", null);
        }

        private ClientCallStreamObserver<Q> requests() {
            if (requests == null) {
                throw new IllegalStateException("gRPC calls beforeStart before anything else");
            }
            return requests;
        }
    }
}
