package dev.yadori.handler.grpc;

import dev.yadori.handler.grpc.GuestDirectory.Found;
import dev.yadori.handler.launcher.LauncherClient;
import dev.yadori.handler.launcher.LauncherException;
import dev.yadori.proto.handler.v1.ConsoleRequest;
import dev.yadori.proto.handler.v1.ConsoleResponse;
import dev.yadori.proto.handler.v1.GuestReference;
import dev.yadori.proto.handler.v1.HandlerServiceGrpc;
import dev.yadori.proto.handler.v1.PauseGuestRequest;
import dev.yadori.proto.handler.v1.PauseGuestResponse;
import dev.yadori.proto.handler.v1.ResumeGuestRequest;
import dev.yadori.proto.handler.v1.ResumeGuestResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Passes what is asked on to the launcher of the guest. Keeps nothing. */
public final class HandlerService extends HandlerServiceGrpc.HandlerServiceImplBase {
    private final GuestDirectory guests;

    public HandlerService(GuestDirectory guests) {
        this.guests = guests;
    }

    @Override
    public StreamObserver<ConsoleRequest> console(StreamObserver<ConsoleResponse> response) {
        return ConsoleBridge.over((ServerCallStreamObserver<ConsoleResponse>) response, this::launcher);
    }

    @Override
    public void pauseGuest(PauseGuestRequest request, StreamObserver<PauseGuestResponse> response) {
        command(request.getGuest(), LauncherClient::pause, response, PauseGuestResponse.getDefaultInstance());
    }

    @Override
    public void resumeGuest(ResumeGuestRequest request, StreamObserver<ResumeGuestResponse> response) {
        command(request.getGuest(), LauncherClient::resume, response, ResumeGuestResponse.getDefaultInstance());
    }

    private <T> void command(GuestReference guest, Command command, StreamObserver<T> response, T done) {
        try {
            command.on(launcher(guest));
            response.onNext(done);
            response.onCompleted();
        } catch (LauncherException failure) {
            response.onError(Refusals.of(failure));
        } catch (StatusRuntimeException refusal) {
            response.onError(refusal);
        }
    }

    /** @throws StatusRuntimeException as the contract says, where there is none */
    private LauncherClient launcher(GuestReference guest) {
        if (guest.getNamespace().isEmpty() || guest.getName().isEmpty()) {
            throw Refusals.of(
                    Status.Code.INVALID_ARGUMENT, "GUEST_REQUIRED", "guest.namespace and guest.name are required");
        }
        return switch (guests.find(guest.getNamespace(), guest.getName(), guest.getUid())) {
            case Found.Reachable(var launcher) -> launcher;
            case Found.Unreachable _ ->
                throw Refusals.of(
                        Status.Code.UNAVAILABLE, "LAUNCHER_UNREACHABLE", "the launcher of the guest does not answer");
            case Found.Nowhere _ ->
                throw Refusals.of(Status.Code.NOT_FOUND, "GUEST_NOT_FOUND", "no such guest on this node");
        };
    }

    @FunctionalInterface
    private interface Command {
        void on(LauncherClient launcher) throws LauncherException;
    }
}
