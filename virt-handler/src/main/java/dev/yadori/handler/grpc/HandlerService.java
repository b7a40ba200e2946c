package dev.yadori.handler.grpc;

import dev.yadori.handler.grpc.GuestDirectory.Found;
import dev.yadori.handler.launcher.LauncherClient;
import dev.yadori.handler.launcher.LauncherException;
import dev.yadori.proto.handler.v1.ConsoleRequest;
import dev.yadori.proto.handler.v1.ConsoleResponse;
import dev.yadori.proto.handler.v1.FreezeFilesystemsRequest;
import dev.yadori.proto.handler.v1.FreezeFilesystemsResponse;
import dev.yadori.proto.handler.v1.GetGuestInfoRequest;
import dev.yadori.proto.handler.v1.GetGuestInfoResponse;
import dev.yadori.proto.handler.v1.GuestReference;
import dev.yadori.proto.handler.v1.HandlerServiceGrpc;
import dev.yadori.proto.handler.v1.PauseGuestRequest;
import dev.yadori.proto.handler.v1.PauseGuestResponse;
import dev.yadori.proto.handler.v1.RebootGuestRequest;
import dev.yadori.proto.handler.v1.RebootGuestResponse;
import dev.yadori.proto.handler.v1.ResetGuestRequest;
import dev.yadori.proto.handler.v1.ResetGuestResponse;
import dev.yadori.proto.handler.v1.ResumeGuestRequest;
import dev.yadori.proto.handler.v1.ResumeGuestResponse;
import dev.yadori.proto.handler.v1.TakeScreenshotRequest;
import dev.yadori.proto.handler.v1.TakeScreenshotResponse;
import dev.yadori.proto.handler.v1.ThawFilesystemsRequest;
import dev.yadori.proto.handler.v1.ThawFilesystemsResponse;
import dev.yadori.proto.handler.v1.VncRequest;
import dev.yadori.proto.handler.v1.VncResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;

/** Passes what is asked on to the launcher of the guest. Keeps nothing. */
public final class HandlerService extends HandlerServiceGrpc.HandlerServiceImplBase {
    private static final long LONGEST_FREEZE = 24 * 60 * 60;

    private final GuestDirectory guests;

    public HandlerService(GuestDirectory guests) {
        this.guests = guests;
    }

    @Override
    public StreamObserver<ConsoleRequest> console(StreamObserver<ConsoleResponse> response) {
        return LineBridge.over(response, LineProtocol.console(this::launcher));
    }

    @Override
    public StreamObserver<VncRequest> vnc(StreamObserver<VncResponse> response) {
        return LineBridge.over(response, LineProtocol.vnc(this::launcher));
    }

    @Override
    public void takeScreenshot(TakeScreenshotRequest request, StreamObserver<TakeScreenshotResponse> response) {
        query(
                request.getGuest(),
                launcher -> TakeScreenshotResponse.newBuilder()
                        .setPng(launcher.screenshot(request.getMoveCursor()))
                        .build(),
                response);
    }

    @Override
    public void resetGuest(ResetGuestRequest request, StreamObserver<ResetGuestResponse> response) {
        command(request.getGuest(), LauncherClient::reset, response, ResetGuestResponse.getDefaultInstance());
    }

    @Override
    public void rebootGuest(RebootGuestRequest request, StreamObserver<RebootGuestResponse> response) {
        command(request.getGuest(), LauncherClient::reboot, response, RebootGuestResponse.getDefaultInstance());
    }

    @Override
    public void pauseGuest(PauseGuestRequest request, StreamObserver<PauseGuestResponse> response) {
        command(request.getGuest(), LauncherClient::pause, response, PauseGuestResponse.getDefaultInstance());
    }

    @Override
    public void resumeGuest(ResumeGuestRequest request, StreamObserver<ResumeGuestResponse> response) {
        command(request.getGuest(), LauncherClient::resume, response, ResumeGuestResponse.getDefaultInstance());
    }

    @Override
    public void freezeFilesystems(
            FreezeFilesystemsRequest request, StreamObserver<FreezeFilesystemsResponse> response) {
        var timeout = request.getUnfreezeTimeout();
        if (timeout.getSeconds() < 0 || timeout.getSeconds() > LONGEST_FREEZE || timeout.getNanos() < 0) {
            response.onError(Refusals.of(
                    Status.Code.INVALID_ARGUMENT, "INVALID_FIELD", "unfreeze_timeout: must be between 0 and a day"));
            return;
        }
        command(
                request.getGuest(),
                launcher -> launcher.freeze(Duration.ofSeconds(timeout.getSeconds(), timeout.getNanos())),
                response,
                FreezeFilesystemsResponse.getDefaultInstance());
    }

    @Override
    public void thawFilesystems(ThawFilesystemsRequest request, StreamObserver<ThawFilesystemsResponse> response) {
        command(request.getGuest(), LauncherClient::thaw, response, ThawFilesystemsResponse.getDefaultInstance());
    }

    @Override
    public void getGuestInfo(GetGuestInfoRequest request, StreamObserver<GetGuestInfoResponse> response) {
        query(
                request.getGuest(),
                launcher -> GetGuestInfoResponse.newBuilder()
                        .setInfo(launcher.agentInfo())
                        .build(),
                response);
    }

    private <T> void command(GuestReference guest, Command command, StreamObserver<T> response, T done) {
        query(
                guest,
                launcher -> {
                    command.on(launcher);
                    return done;
                },
                response);
    }

    private <T> void query(GuestReference guest, Query<T> query, StreamObserver<T> response) {
        try {
            response.onNext(query.of(launcher(guest)));
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

    @FunctionalInterface
    private interface Query<T> {
        T of(LauncherClient launcher) throws LauncherException;
    }
}
