package dev.yadori.virtctl;

import com.google.protobuf.ByteString;
import dev.yadori.proto.handler.v1.ConsoleRequest;
import dev.yadori.proto.handler.v1.ConsoleResponse;
import dev.yadori.proto.handler.v1.GuestReference;
import dev.yadori.proto.handler.v1.HandlerServiceGrpc;
import dev.yadori.proto.handler.v1.OpenConsole;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A guest's serial line. What the guest says goes to an output as it comes; the next piece is asked for when the one before
 * is written, so that a slow output slows the guest and fills no memory. What is typed waits in the same way.
 */
public final class ConsoleStream implements AutoCloseable {
    private final Answers answers;

    private ConsoleStream(Answers answers) {
        this.answers = answers;
    }

    /** Opens the console; first comes what it said lately, up to that many bytes. */
    public static ConsoleStream open(
            HandlerServiceGrpc.HandlerServiceStub handler, GuestReference guest, int replayBytes, OutputStream output) {
        var answers = new Answers(output);
        handler.console(answers);
        answers.send(ConsoleRequest.newBuilder()
                .setOpen(OpenConsole.newBuilder().setGuest(guest).setReplayBytes(replayBytes))
                .build());
        return new ConsoleStream(answers);
    }

    /** Types; waits while the guest does not take it. Nothing happens once the console has ended. */
    public void type(byte[] bytes, int length) {
        answers.send(ConsoleRequest.newBuilder()
                .setInput(ByteString.copyFrom(bytes, 0, length))
                .build());
    }

    /** Completes when the console has ended, with what was wrong: OK where nothing was. */
    public CompletableFuture<Status> ended() {
        return answers.ended;
    }

    @Override
    public void close() {
        answers.cancel();
    }

    private static final class Answers implements ClientResponseObserver<ConsoleRequest, ConsoleResponse> {
        private final OutputStream output;
        private final CompletableFuture<Status> ended = new CompletableFuture<>();
        private final Object ready = new Object();

        private @Nullable ClientCallStreamObserver<ConsoleRequest> requests;

        Answers(OutputStream output) {
            this.output = output;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ConsoleRequest> stream) {
            requests = stream;
            stream.disableAutoRequestWithInitial(1);
            stream.setOnReadyHandler(this::wake);
        }

        @Override
        public void onNext(ConsoleResponse response) {
            try {
                response.getOutput().writeTo(output);
                output.flush();
                requests().request(1);
            } catch (IOException e) {
                requests().cancel("the output is closed", e);
            }
        }

        @Override
        public void onError(Throwable failure) {
            end(Status.fromThrowable(failure));
        }

        @Override
        public void onCompleted() {
            end(Status.OK);
        }

        void send(ConsoleRequest request) {
            synchronized (ready) {
                while (!requests().isReady() && !ended.isDone()) {
                    try {
                        ready.wait();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
            }
            if (!ended.isDone()) {
                requests().onNext(request);
            }
        }

        void cancel() {
            requests().cancel("closed", null);
        }

        private void end(Status status) {
            ended.complete(status);
            wake();
        }

        private void wake() {
            synchronized (ready) {
                ready.notifyAll();
            }
        }

        private ClientCallStreamObserver<ConsoleRequest> requests() {
            if (requests == null) {
                throw new IllegalStateException("gRPC calls beforeStart before anything else");
            }
            return requests;
        }
    }
}
