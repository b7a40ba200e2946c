package dev.yadori.handler.grpc;

import com.google.protobuf.ByteString;
import dev.yadori.handler.launcher.GuestLine;
import dev.yadori.handler.launcher.LauncherException;
import dev.yadori.handler.launcher.LineListener;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins a caller with a serial line or a screen. A message is asked for on one side only when the other side has room, so that a guest
 * that floods its line, or a caller that does not read, fills no memory here. gRPC's streams are not thread-safe, and two
 * threads come by: all of it is under one lock.
 */
final class LineBridge<Q, R> implements StreamObserver<Q>, LineListener {
    private final ServerCallStreamObserver<R> caller;
    private final LineProtocol<Q, R> protocol;
    private @Nullable GuestLine line;
    private boolean callerWaits;
    private boolean lineWaits;
    private boolean over;

    private LineBridge(ServerCallStreamObserver<R> caller, LineProtocol<Q, R> protocol) {
        this.caller = caller;
        this.protocol = protocol;
    }

    static <Q, R> LineBridge<Q, R> over(StreamObserver<R> response, LineProtocol<Q, R> protocol) {
        var caller = (ServerCallStreamObserver<R>) response;
        var bridge = new LineBridge<>(caller, protocol);
        caller.disableAutoRequest();
        caller.setOnReadyHandler(bridge::callerReady);
        caller.setOnCancelHandler(bridge::hangUp);
        caller.request(1);
        return bridge;
    }

    @Override
    public synchronized void onNext(Q request) {
        if (over) {
            return;
        }
        switch (protocol.read(request)) {
            case LineProtocol.Open(var opening) -> open(opening);
            case LineProtocol.Input(var bytes) -> input(bytes);
            case LineProtocol.Nothing() -> refuse("KIND_REQUIRED", "each message opens or carries input");
        }
    }

    private void open(LineProtocol.Opening opening) {
        if (line != null) {
            refuse("ALREADY_OPEN", "the line is open already");
            return;
        }
        try {
            line = opening.open(this);
        } catch (StatusRuntimeException refusal) {
            over = true;
            caller.onError(refusal);
            return;
        }
        askCaller();
    }

    private void input(ByteString bytes) {
        if (line == null) {
            refuse("NOT_OPEN", "the first message opens the line");
            return;
        }
        line.input(bytes);
        askCaller();
    }

    private void askCaller() {
        if (line != null && line.isReady()) {
            callerWaits = false;
            caller.request(1);
        } else {
            callerWaits = true;
        }
    }

    private void refuse(String reason, String message) {
        hangUp();
        caller.onError(Refusals.of(Status.Code.INVALID_ARGUMENT, reason, message));
    }

    @Override
    public synchronized void onError(Throwable gone) {
        hangUp();
    }

    /** The caller types no more, which is how a console is left. */
    @Override
    public synchronized void onCompleted() {
        if (!over) {
            hangUp();
            caller.onCompleted();
        }
    }

    private synchronized void callerReady() {
        if (!over && lineWaits && line != null) {
            lineWaits = false;
            line.request(1);
        }
    }

    private synchronized void hangUp() {
        if (!over) {
            over = true;
            if (line != null) {
                line.close();
            }
        }
    }

    @Override
    public synchronized void output(ByteString bytes) {
        if (over) {
            return;
        }
        caller.onNext(protocol.output(bytes));
        if (line != null && caller.isReady()) {
            line.request(1);
        } else {
            lineWaits = true;
        }
    }

    @Override
    public synchronized void ready() {
        if (!over && callerWaits) {
            askCaller();
        }
    }

    @Override
    public synchronized void ended(Optional<LauncherException> why) {
        if (over) {
            return;
        }
        over = true;
        if (why.isPresent()) {
            caller.onError(Refusals.of(why.get()));
        } else {
            caller.onCompleted();
        }
    }
}
