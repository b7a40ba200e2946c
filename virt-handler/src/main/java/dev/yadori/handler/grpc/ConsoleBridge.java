package dev.yadori.handler.grpc;

import com.google.protobuf.ByteString;
import dev.yadori.handler.launcher.ConsoleLine;
import dev.yadori.handler.launcher.ConsoleListener;
import dev.yadori.handler.launcher.LauncherClient;
import dev.yadori.handler.launcher.LauncherException;
import dev.yadori.proto.handler.v1.ConsoleRequest;
import dev.yadori.proto.handler.v1.ConsoleResponse;
import dev.yadori.proto.handler.v1.GuestReference;
import dev.yadori.proto.handler.v1.OpenConsole;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Joins a caller with a serial line. A message is asked for on one side only when the other side has room, so that a guest
 * that floods its line, or a caller that does not read, fills no memory here. gRPC's streams are not thread-safe, and two
 * threads come by: all of it is under one lock.
 */
final class ConsoleBridge implements StreamObserver<ConsoleRequest>, ConsoleListener {
    private final ServerCallStreamObserver<ConsoleResponse> caller;
    private final Function<GuestReference, LauncherClient> launchers;
    private @Nullable ConsoleLine line;
    private boolean callerWaits;
    private boolean lineWaits;
    private boolean over;

    private ConsoleBridge(
            ServerCallStreamObserver<ConsoleResponse> caller, Function<GuestReference, LauncherClient> launchers) {
        this.caller = caller;
        this.launchers = launchers;
    }

    /** @param launchers throws a StatusRuntimeException where there is none */
    static ConsoleBridge over(
            ServerCallStreamObserver<ConsoleResponse> caller, Function<GuestReference, LauncherClient> launchers) {
        var bridge = new ConsoleBridge(caller, launchers);
        caller.disableAutoRequest();
        caller.setOnReadyHandler(bridge::callerReady);
        caller.setOnCancelHandler(bridge::hangUp);
        caller.request(1);
        return bridge;
    }

    @Override
    public synchronized void onNext(ConsoleRequest request) {
        if (over) {
            return;
        }
        switch (request.getKindCase()) {
            case OPEN -> open(request.getOpen());
            case INPUT -> input(request.getInput());
            case KIND_NOT_SET -> refuse("KIND_REQUIRED", "each message opens or carries input");
        }
    }

    private void open(OpenConsole open) {
        if (line != null) {
            refuse("ALREADY_OPEN", "the console is open already");
            return;
        }
        try {
            line = launchers.apply(open.getGuest()).console(open.getReplayBytes(), this);
        } catch (StatusRuntimeException refusal) {
            over = true;
            caller.onError(refusal);
            return;
        }
        askCaller();
    }

    private void input(ByteString bytes) {
        if (line == null) {
            refuse("NOT_OPEN", "the first message opens the console");
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
        caller.onNext(ConsoleResponse.newBuilder().setOutput(bytes).build());
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
