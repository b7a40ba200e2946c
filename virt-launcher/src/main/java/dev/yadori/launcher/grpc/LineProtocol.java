package dev.yadori.launcher.grpc;

import com.google.protobuf.ByteString;
import dev.yadori.launcher.console.ConsoleSession;
import dev.yadori.launcher.console.Terminal;
import dev.yadori.proto.launcher.v1.ConsoleRequest;
import dev.yadori.proto.launcher.v1.ConsoleResponse;
import dev.yadori.proto.launcher.v1.VncRequest;
import dev.yadori.proto.launcher.v1.VncResponse;
import java.util.function.Function;

/**
 * How a line looks in messages.
 *
 * @param word begins the reasons of its failures
 */
record LineProtocol<Q, R>(
        String word, String noun, Function<Q, LineProtocol.Message> reading, Function<ByteString, R> writing) {

    /** What a caller may say. */
    sealed interface Message {}

    record Open(Opening opening) implements Message {}

    record Input(ByteString bytes) implements Message {}

    record Nothing() implements Message {}

    /** Connects a terminal. */
    @FunctionalInterface
    interface Opening {
        /** Throws a status where the guest has no such line. */
        ConsoleSession open(Terminal terminal);
    }

    Message read(Q request) {
        return reading.apply(request);
    }

    R output(ByteString bytes) {
        return writing.apply(bytes);
    }

    static LineProtocol<ConsoleRequest, ConsoleResponse> console(Function<Integer, Opening> line) {
        return new LineProtocol<>(
                "CONSOLE",
                "serial line",
                request -> switch (request.getKindCase()) {
                    case OPEN -> new Open(line.apply(request.getOpen().getReplayBytes()));
                    case INPUT -> new Input(request.getInput());
                    case KIND_NOT_SET -> new Nothing();
                },
                bytes -> ConsoleResponse.newBuilder().setOutput(bytes).build());
    }

    static LineProtocol<VncRequest, VncResponse> vnc(Function<Boolean, Opening> screen) {
        return new LineProtocol<>(
                "SCREEN",
                "screen",
                request -> switch (request.getKindCase()) {
                    case OPEN -> new Open(screen.apply(request.getOpen().getPreserveSession()));
                    case INPUT -> new Input(request.getInput());
                    case KIND_NOT_SET -> new Nothing();
                },
                bytes -> VncResponse.newBuilder().setOutput(bytes).build());
    }
}
