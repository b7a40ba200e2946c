package dev.yadori.launcher.grpc;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import dev.yadori.launcher.console.ConsoleSession;
import dev.yadori.launcher.console.Terminal;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** A terminal at the other end of a call. One message is asked for at a time, the next when the line has taken it. */
final class LineCall<Q, R> implements StreamObserver<Q>, Terminal {
    private static final int LONGEST_INPUT = 64 * 1024;

    private final LineProtocol<Q, R> protocol;
    private final ServerCallStreamObserver<R> caller;
    private @Nullable ConsoleSession session;
    private boolean over;

    LineCall(LineProtocol<Q, R> protocol, StreamObserver<R> caller) {
        this.protocol = protocol;
        this.caller = (ServerCallStreamObserver<R>) caller;
        this.caller.disableAutoRequest();
        this.caller.setOnReadyHandler(this::callerReady);
        this.caller.setOnCancelHandler(this::hangUp);
        this.caller.request(1);
    }

    private synchronized void callerReady() {
        if (session != null) {
            session.ready();
        }
    }

    @Override
    public synchronized void onNext(Q request) {
        if (over) {
            return;
        }
        switch (protocol.read(request)) {
            case LineProtocol.Open(var opening) -> open(opening);
            case LineProtocol.Input(var bytes) -> input(bytes);
            case LineProtocol.Nothing() -> fail(invalid("kind: a message opens the line or is input"));
        }
    }

    private void open(LineProtocol.Opening opening) {
        if (session != null) {
            fail(invalid("open: the line is open"));
            return;
        }
        try {
            session = opening.open(this);
        } catch (StatusRuntimeException e) {
            fail(e);
        }
    }

    private void input(ByteString bytes) {
        if (session == null) {
            fail(invalid("input: the line has to be opened first"));
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
            caller.onNext(protocol.output(ByteString.copyFrom(bytes)));
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
                caller.onError(Failures.status(
                        Code.ABORTED, protocol.word() + "_TAKEN_OVER", "somebody else has opened the " + noun()));
            case IN_USE ->
                caller.onError(Failures.status(
                        Code.ALREADY_EXISTS, protocol.word() + "_IN_USE", "somebody else has the " + noun() + " open"));
            case NOT_RUNNING ->
                caller.onError(Failures.status(
                        Code.UNAVAILABLE, "GUEST_NOT_RUNNING", "the guest's " + noun() + " is not there"));
        }
    }

    private String noun() {
        return protocol.noun();
    }
}
