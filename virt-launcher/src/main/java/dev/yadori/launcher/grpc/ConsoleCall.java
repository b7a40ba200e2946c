package dev.yadori.launcher.grpc;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import dev.yadori.launcher.console.ConsoleSession;
import dev.yadori.launcher.console.SerialLine;
import dev.yadori.launcher.console.Terminal;
import dev.yadori.proto.launcher.v1.ConsoleRequest;
import dev.yadori.proto.launcher.v1.ConsoleResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** A terminal at the other end of a call. One message is asked for at a time, the next when the line has taken it. */
final class ConsoleCall implements StreamObserver<ConsoleRequest>, Terminal {
    private static final int LONGEST_INPUT = 64 * 1024;

    private final LineSource lines;
    private final ServerCallStreamObserver<ConsoleResponse> caller;
    private @Nullable ConsoleSession session;
    private boolean over;

    /** Where the guest's line is. */
    @FunctionalInterface
    interface LineSource {
        /** Throws a status where the guest has none. */
        SerialLine line();
    }

    ConsoleCall(LineSource lines, ServerCallStreamObserver<ConsoleResponse> caller) {
        this.lines = lines;
        this.caller = caller;
        caller.disableAutoRequest();
        caller.setOnReadyHandler(this::callerReady);
        caller.setOnCancelHandler(this::hangUp);
        caller.request(1);
    }

    private synchronized void callerReady() {
        if (session != null) {
            session.ready();
        }
    }

    @Override
    public synchronized void onNext(ConsoleRequest request) {
        if (over) {
            return;
        }
        switch (request.getKindCase()) {
            case OPEN -> open(request.getOpen().getReplayBytes());
            case INPUT -> input(request.getInput());
            case KIND_NOT_SET -> fail(invalid("kind: a message opens the console or is input"));
        }
    }

    private void open(int replayBytes) {
        if (session != null) {
            fail(invalid("open: the console is open"));
            return;
        }
        try {
            session = lines.line().open(replayBytes, this);
        } catch (StatusRuntimeException e) {
            fail(e);
        }
    }

    private void input(ByteString bytes) {
        if (session == null) {
            fail(invalid("input: the console has to be opened first"));
        } else if (bytes.size() > LONGEST_INPUT) {
            fail(invalid("input: more than 64 KiB in one message"));
        } else {
            session.input(bytes.toByteArray());
        }
    }

    private static StatusRuntimeException invalid(String message) {
        return Failures.status(Code.INVALID_ARGUMENT, "INVALID_FIELD", message);
    }

    private void fail(StatusRuntimeException status) {
        hangUp();
        if (!over) {
            over = true;
            caller.onError(status);
        }
    }

    private synchronized void hangUp() {
        if (session != null) {
            session.close();
        }
    }

    @Override
    public void onError(Throwable failure) {
        hangUp();
    }

    @Override
    public synchronized void onCompleted() {
        hangUp();
        if (!over) {
            over = true;
            caller.onCompleted();
        }
    }

    @Override
    public boolean isReady() {
        return caller.isReady();
    }

    @Override
    public synchronized void output(byte[] bytes) {
        if (!over) {
            caller.onNext(ConsoleResponse.newBuilder()
                    .setOutput(ByteString.copyFrom(bytes))
                    .build());
        }
    }

    @Override
    public void mayType() {
        caller.request(1);
    }

    @Override
    public synchronized void ended(Ending ending) {
        if (over) {
            return;
        }
        over = true;
        switch (ending) {
            case LINE_CLOSED -> caller.onCompleted();
            case TAKEN_OVER ->
                caller.onError(Failures.status(Code.ABORTED, "CONSOLE_TAKEN_OVER", "another console was opened"));
            case NOT_RUNNING ->
                caller.onError(
                        Failures.status(Code.UNAVAILABLE, "GUEST_NOT_RUNNING", "the guest's serial line is not there"));
        }
    }
}
