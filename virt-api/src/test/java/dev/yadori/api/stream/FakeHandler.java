package dev.yadori.api.stream;

import com.google.protobuf.ByteString;
import dev.yadori.proto.handler.v1.ConsoleRequest;
import dev.yadori.proto.handler.v1.ConsoleResponse;
import dev.yadori.proto.handler.v1.HandlerServiceGrpc;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A virt-handler with one guest. Its console repeats what is typed; a line {@code flood N} prints N bytes, of which each
 * depends on its place; {@code bye} ends it; and {@code replaced} is what a newer console does to it.
 */
final class FakeHandler extends HandlerServiceGrpc.HandlerServiceImplBase {

    static final int PIECE = 32 * 1024;

    final AtomicInteger open = new AtomicInteger();
    final AtomicLong printed = new AtomicLong();

    static byte at(long place) {
        return (byte) (place * 31 + (place >> 8));
    }

    @Override
    public StreamObserver<ConsoleRequest> console(StreamObserver<ConsoleResponse> responses) {
        return new Console((ServerCallStreamObserver<ConsoleResponse>) responses);
    }

    private final class Console implements StreamObserver<ConsoleRequest> {
        private final ServerCallStreamObserver<ConsoleResponse> client;
        private long left;

        Console(ServerCallStreamObserver<ConsoleResponse> client) {
            this.client = client;
            open.incrementAndGet();
            client.setOnReadyHandler(this::flood);
            client.setOnCancelHandler(open::decrementAndGet);
        }

        @Override
        public void onNext(ConsoleRequest request) {
            String typed = request.getInput().toStringUtf8();
            if (typed.startsWith("flood ")) {
                left = Long.parseLong(typed.substring("flood ".length()));
                flood();
            } else if (typed.equals("bye")) {
                open.decrementAndGet();
                client.onCompleted();
            } else if (typed.equals("replaced")) {
                open.decrementAndGet();
                client.onError(
                        Status.ABORTED.withDescription("opened elsewhere").asRuntimeException());
            } else if (!typed.isEmpty()) {
                client.onNext(ConsoleResponse.newBuilder()
                        .setOutput(request.getInput())
                        .build());
            }
        }

        private void flood() {
            while (left > 0 && client.isReady()) {
                byte[] piece = new byte[(int) Math.min(PIECE, left)];
                long from = printed.get();
                for (int i = 0; i < piece.length; i++) {
                    piece[i] = at(from + i);
                }
                left -= piece.length;
                printed.addAndGet(piece.length);
                client.onNext(ConsoleResponse.newBuilder()
                        .setOutput(ByteString.copyFrom(piece))
                        .build());
            }
        }

        @Override
        public void onError(Throwable gone) {}

        @Override
        public void onCompleted() {
            client.onCompleted();
        }
    }
}
