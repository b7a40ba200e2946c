package dev.yadori.handler.launcher;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.yadori.handler.launcher.LauncherException.Kind;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;
import java.util.Optional;

/** From a gRPC status to what a caller can do about it. */
final class Failures {
    private Failures() {}

    static LauncherException of(Throwable failure) {
        var status = Status.fromThrowable(failure);
        var refused = refusal(failure);
        if (refused.isPresent()) {
            return new LauncherException(Kind.UNTRUSTED, "PEER_REFUSED", refused.get());
        }
        var description = Objects.requireNonNullElse(status.getDescription(), "");
        var reason = reason(failure, status);
        return new LauncherException(
                kind(status.getCode(), reason),
                reason,
                description.isEmpty() ? status.getCode().name() : description);
    }

    private static Optional<String> refusal(Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one instanceof PeerRefusedException) {
                return Optional.of(String.valueOf(one.getMessage()));
            }
        }
        return Optional.empty();
    }

    private static Kind kind(Status.Code code, String reason) {
        return switch (code) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, OK -> Kind.UNREACHABLE;
            case RESOURCE_EXHAUSTED -> Kind.TOO_LARGE;
            case FAILED_PRECONDITION, NOT_FOUND -> Kind.NOT_READY;
            case INVALID_ARGUMENT, OUT_OF_RANGE, UNIMPLEMENTED -> Kind.INVALID;
            case ALREADY_EXISTS -> reason.endsWith("_IN_USE") ? Kind.IN_USE : Kind.OTHER_GUEST;
            case ABORTED -> Kind.REPLACED;
            case UNKNOWN, PERMISSION_DENIED, INTERNAL, DATA_LOSS, UNAUTHENTICATED -> Kind.BROKEN;
        };
    }

    private static String reason(Throwable failure, Status status) {
        var details = StatusProto.fromThrowable(failure);
        if (details != null) {
            for (var detail : details.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    try {
                        return detail.unpack(ErrorInfo.class).getReason();
                    } catch (InvalidProtocolBufferException malformed) {
                        break;
                    }
                }
            }
        }
        return status.getCode().name();
    }
}
