package dev.yadori.launcher.grpc;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import dev.yadori.launcher.agent.AgentException;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.launcher.log.Log;
import dev.yadori.launcher.picture.PictureException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.CompletionException;

/** What went wrong, as a gRPC status with a google.rpc.ErrorInfo. */
final class Failures {
    private static final String DOMAIN = "launcher.yadori.dev";

    private Failures() {}

    static StatusRuntimeException of(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            case StartException start -> status(code(start.kind()), start.reason(), start.getMessage());
            case HypervisorException refusal -> refusal(refusal);
            case AgentException agent -> agent(agent);
            case PictureException picture ->
                status(code(picture.reason()), picture.reason().name(), picture.getMessage());
            default -> {
                Log.error().setCause(failure).log("answering failed");
                yield status(Code.INTERNAL, "INTERNAL", String.valueOf(failure.getMessage()));
            }
        };
    }

    private static Code code(StartException.Kind kind) {
        return switch (kind) {
            case INVALID -> Code.INVALID_ARGUMENT;
            case MISSING -> Code.FAILED_PRECONDITION;
            case OTHER_GUEST -> Code.ALREADY_EXISTS;
            case UNKNOWN -> Code.UNAVAILABLE;
        };
    }

    private static Code code(PictureException.Reason reason) {
        return switch (reason) {
            case TOO_LARGE -> Code.RESOURCE_EXHAUSTED;
            case UNKNOWN_FORMAT -> Code.INTERNAL;
        };
    }

    private static StatusRuntimeException agent(AgentException failure) {
        return switch (failure.kind()) {
            case NO_AGENT -> status(Code.FAILED_PRECONDITION, "NO_AGENT", failure.getMessage());
            case SILENT -> status(Code.DEADLINE_EXCEEDED, "AGENT_SILENT", failure.getMessage());
            case REFUSED -> status(Code.INTERNAL, "AGENT_REFUSED", failure.getMessage());
            case NONSENSE -> status(Code.INTERNAL, "AGENT_ANSWER", failure.getMessage());
        };
    }

    private static StatusRuntimeException refusal(HypervisorException refusal) {
        return switch (refusal.reason()) {
            case UNREACHABLE -> status(Code.UNAVAILABLE, "HYPERVISOR_UNREACHABLE", refusal.getMessage());
            case WRONG_STATE, NO_GUEST -> status(Code.FAILED_PRECONDITION, "GUEST_NOT_RUNNING", refusal.getMessage());
            case NO_AGENT -> status(Code.FAILED_PRECONDITION, "NO_AGENT", refusal.getMessage());
            case AGENT_SILENT -> status(Code.DEADLINE_EXCEEDED, "AGENT_SILENT", refusal.getMessage());
            case REJECTED, FAILED -> status(Code.INTERNAL, "HYPERVISOR_FAILED", refusal.getMessage());
        };
    }

    static StatusRuntimeException status(Code code, String reason, String message) {
        var info = ErrorInfo.newBuilder().setReason(reason).setDomain(DOMAIN).build();
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .addDetails(Any.pack(info))
                .build());
    }
}
