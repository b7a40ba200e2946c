package dev.yadori.handler.grpc;

import com.google.protobuf.ByteString;
import dev.yadori.handler.launcher.GuestLine;
import dev.yadori.handler.launcher.LauncherClient;
import dev.yadori.handler.launcher.LineListener;
import dev.yadori.proto.handler.v1.ConsoleRequest;
import dev.yadori.proto.handler.v1.ConsoleResponse;
import dev.yadori.proto.handler.v1.GuestReference;
import dev.yadori.proto.handler.v1.VncRequest;
import dev.yadori.proto.handler.v1.VncResponse;
import java.util.function.Function;

/** How a line looks in messages. */
record LineProtocol<Q, R>(Function<Q, LineProtocol.Message> reading, Function<ByteString, R> writing) {

    /** What a caller may say. */
    sealed interface Message {}

    record Open(Opening opening) implements Message {}

    record Input(ByteString bytes) implements Message {}

    record Nothing() implements Message {}

    /** Reaches the guest. */
    @FunctionalInterface
    interface Opening {
        /** Throws a StatusRuntimeException where there is none. */
        GuestLine open(LineListener listener);
    }

    Message read(Q request) {
        return reading.apply(request);
    }

    R output(ByteString bytes) {
        return writing.apply(bytes);
    }

    static LineProtocol<ConsoleRequest, ConsoleResponse> console(Function<GuestReference, LauncherClient> launchers) {
        return new LineProtocol<>(
                request -> switch (request.getKindCase()) {
                    case OPEN -> {
                        var open = request.getOpen();
                        yield new Open(
                                listener -> launchers.apply(open.getGuest()).console(open.getReplayBytes(), listener));
                    }
                    case INPUT -> new Input(request.getInput());
                    case KIND_NOT_SET -> new Nothing();
                },
                bytes -> ConsoleResponse.newBuilder().setOutput(bytes).build());
    }

    static LineProtocol<VncRequest, VncResponse> vnc(Function<GuestReference, LauncherClient> launchers) {
        return new LineProtocol<>(
                request -> switch (request.getKindCase()) {
                    case OPEN -> {
                        var open = request.getOpen();
                        yield new Open(listener ->
                                launchers.apply(open.getGuest()).screen(open.getPreserveSession(), listener));
                    }
                    case INPUT -> new Input(request.getInput());
                    case KIND_NOT_SET -> new Nothing();
                },
                bytes -> VncResponse.newBuilder().setOutput(bytes).build());
    }
}
