package dev.yadori.handler.grpc;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import dev.yadori.handler.launcher.LauncherException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Failures as the wire has them: a status and an ErrorInfo of our domain. */
final class Refusals {
    private static final String DOMAIN = "handler.yadori.dev";

    private Refusals() {}

    static StatusRuntimeException of(Status.Code code, String reason, String message) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(reason)
                        .setDomain(DOMAIN)
                        .build()))
                .build());
    }

    static StatusRuntimeException of(LauncherException failure) {
        return of(
                switch (failure.kind()) {
                    case UNREACHABLE, UNTRUSTED -> Status.Code.UNAVAILABLE;
                    case NOT_READY -> Status.Code.FAILED_PRECONDITION;
                    case INVALID -> Status.Code.INVALID_ARGUMENT;
                    case OTHER_GUEST -> Status.Code.NOT_FOUND;
                    case REPLACED -> Status.Code.ABORTED;
                    case IN_USE -> Status.Code.ALREADY_EXISTS;
                    case TOO_LARGE -> Status.Code.RESOURCE_EXHAUSTED;
                    case BROKEN -> Status.Code.INTERNAL;
                },
                failure.reason(),
                failure.getMessage());
    }
}
