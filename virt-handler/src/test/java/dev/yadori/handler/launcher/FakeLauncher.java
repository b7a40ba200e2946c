package dev.yadori.handler.launcher;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import dev.yadori.proto.launcher.v1.AgentInfo;
import dev.yadori.proto.launcher.v1.ConsoleRequest;
import dev.yadori.proto.launcher.v1.ConsoleResponse;
import dev.yadori.proto.launcher.v1.FreezeFilesystemsRequest;
import dev.yadori.proto.launcher.v1.FreezeFilesystemsResponse;
import dev.yadori.proto.launcher.v1.GetGuestInfoRequest;
import dev.yadori.proto.launcher.v1.GetGuestInfoResponse;
import dev.yadori.proto.launcher.v1.GetGuestStatsRequest;
import dev.yadori.proto.launcher.v1.GetGuestStatsResponse;
import dev.yadori.proto.launcher.v1.GetInfoRequest;
import dev.yadori.proto.launcher.v1.GetInfoResponse;
import dev.yadori.proto.launcher.v1.GuestEvent;
import dev.yadori.proto.launcher.v1.GuestStats;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import dev.yadori.proto.launcher.v1.MigrateGuestRequest;
import dev.yadori.proto.launcher.v1.MigrateGuestResponse;
import dev.yadori.proto.launcher.v1.NetworkInterface;
import dev.yadori.proto.launcher.v1.OutgoingMigration;
import dev.yadori.proto.launcher.v1.PauseGuestRequest;
import dev.yadori.proto.launcher.v1.PauseGuestResponse;
import dev.yadori.proto.launcher.v1.RebootGuestRequest;
import dev.yadori.proto.launcher.v1.RebootGuestResponse;
import dev.yadori.proto.launcher.v1.ReleaseGuestRequest;
import dev.yadori.proto.launcher.v1.ReleaseGuestResponse;
import dev.yadori.proto.launcher.v1.ResetGuestRequest;
import dev.yadori.proto.launcher.v1.ResetGuestResponse;
import dev.yadori.proto.launcher.v1.ResumeGuestRequest;
import dev.yadori.proto.launcher.v1.ResumeGuestResponse;
import dev.yadori.proto.launcher.v1.StartGuestRequest;
import dev.yadori.proto.launcher.v1.StartGuestResponse;
import dev.yadori.proto.launcher.v1.TakeScreenshotRequest;
import dev.yadori.proto.launcher.v1.TakeScreenshotResponse;
import dev.yadori.proto.launcher.v1.ThawFilesystemsRequest;
import dev.yadori.proto.launcher.v1.ThawFilesystemsResponse;
import dev.yadori.proto.launcher.v1.UpdateInterfacesRequest;
import dev.yadori.proto.launcher.v1.UpdateInterfacesResponse;
import dev.yadori.proto.launcher.v1.VncRequest;
import dev.yadori.proto.launcher.v1.VncResponse;
import dev.yadori.proto.launcher.v1.WatchGuestRequest;
import dev.yadori.proto.launcher.v1.WatchGuestResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A launcher without libvirt: keeps the contract of launcher_service.proto for a guest that is a word in memory. */
public class FakeLauncher extends LauncherServiceGrpc.LauncherServiceImplBase {
    /** More than fits into any other message. */
    public static final int SCREENSHOT = 5 << 20;

    private final String objectUid;
    private final List<String> buttons = new ArrayList<>();
    private int viewers;
    private final List<String> wantedRouterDevices = new ArrayList<>();
    private final List<StreamObserver<WatchGuestResponse>> watchers = new ArrayList<>();
    private final Deque<StatusRuntimeException> startFailures = new ArrayDeque<>();
    private final List<List<NetworkInterface>> updates = new ArrayList<>();
    private final List<LaunchSpec> started = new ArrayList<>();
    private @Nullable StreamObserver<ConsoleResponse> console;
    private final List<WatchGuestResponse> events = new ArrayList<>();
    private GuestStatus status;
    private boolean hung;
    private boolean released;
    private final List<String> migrations = new ArrayList<>();

    public FakeLauncher(String objectUid) {
        this.objectUid = objectUid;
        status = GuestStatus.newBuilder()
                .setState(GuestStatus.State.STATE_ABSENT)
                .setSince(Timestamp.newBuilder().setSeconds(1))
                .build();
        events.add(event());
    }

    /** From now on nothing is answered. */
    public synchronized void hang() {
        hung = true;
    }

    /** The next start fails so. */
    public synchronized void failNextStart(Status failure, String reason) {
        startFailures.add(failure(failure, reason));
    }

    private static StatusRuntimeException failure(Status failure, String reason) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(failure.getCode().value())
                .setMessage(String.valueOf(failure.getDescription()))
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(reason)
                        .setDomain("launcher.yadori.dev")
                        .build()))
                .build());
    }

    /** The guest changes by itself. */
    public synchronized void become(GuestStatus next) {
        status = next;
        events.add(event());
        watchers.forEach(watcher -> watcher.onNext(events.getLast()));
    }

    public void become(GuestStatus.State state) {
        GuestStatus.Builder next;
        synchronized (this) {
            next = status.toBuilder().setState(state);
        }
        become(next.build());
    }

    public synchronized GuestStatus.State state() {
        return status.getState();
    }

    /** All specs that a guest was started from. */
    public synchronized List<LaunchSpec> started() {
        return List.copyOf(started);
    }

    /** As one says that has been restarted. */
    public synchronized void wantsRouterSocket(String device) {
        wantedRouterDevices.add(device);
    }

    @Override
    public synchronized void getInfo(GetInfoRequest request, StreamObserver<GetInfoResponse> response) {
        if (!hung) {
            answer(
                    response,
                    GetInfoResponse.newBuilder()
                            .setContractVersion(1)
                            .setLauncherVersion("fake")
                            .setObjectUid(objectUid)
                            .addAllWantedRouterDevices(wantedRouterDevices)
                            .build());
        }
    }

    /** What the guest's cards were to be, each time. */
    public synchronized List<List<NetworkInterface>> updates() {
        return List.copyOf(updates);
    }

    @Override
    public void updateInterfaces(UpdateInterfacesRequest request, StreamObserver<UpdateInterfacesResponse> response) {
        synchronized (this) {
            updates.add(request.getInterfacesList());
        }
        answer(response, UpdateInterfacesResponse.getDefaultInstance());
    }

    @Override
    public synchronized void startGuest(StartGuestRequest request, StreamObserver<StartGuestResponse> response) {
        if (hung) {
            return;
        }
        var failure = startFailures.poll();
        if (failure != null) {
            response.onError(failure);
            return;
        }
        if (!request.getSpec().getIdentity().getObjectUid().equals(objectUid)) {
            response.onError(Status.ALREADY_EXISTS.asRuntimeException());
            return;
        }
        if (status.getState() == GuestStatus.State.STATE_ABSENT) {
            started.add(request.getSpec());
            boolean paused = request.getSpec().getLifecycle().getStartPaused();
            become(status.toBuilder()
                    .setState(paused ? GuestStatus.State.STATE_PAUSED : GuestStatus.State.STATE_RUNNING)
                    .setPauseReason(
                            paused
                                    ? GuestStatus.PauseReason.PAUSE_REASON_START_STRATEGY
                                    : GuestStatus.PauseReason.PAUSE_REASON_UNSPECIFIED)
                    .setMachineType("pc-q35-9.2")
                    .build());
        }
        answer(response, StartGuestResponse.newBuilder().setStatus(status).build());
    }

    @Override
    public synchronized void migrateGuest(MigrateGuestRequest request, StreamObserver<MigrateGuestResponse> response) {
        if (!hung) {
            if (!migrations.contains(request.getMigrationUid())) {
                migrations.add(request.getMigrationUid());
            }
            become(status.toBuilder()
                    .setOutgoing(OutgoingMigration.newBuilder()
                            .setMigrationUid(request.getMigrationUid())
                            .setPhase(OutgoingMigration.Phase.PHASE_RUNNING))
                    .build());
            answer(response, MigrateGuestResponse.getDefaultInstance());
        }
    }

    /** All that were asked for. */
    public synchronized List<String> migrations() {
        return List.copyOf(migrations);
    }

    @Override
    public synchronized void releaseGuest(ReleaseGuestRequest request, StreamObserver<ReleaseGuestResponse> response) {
        if (!hung) {
            released = true;
            answer(response, ReleaseGuestResponse.getDefaultInstance());
        }
    }

    public synchronized boolean isReleased() {
        return released;
    }

    @Override
    public synchronized void watchGuest(WatchGuestRequest request, StreamObserver<WatchGuestResponse> response) {
        if (hung) {
            return;
        }
        ((ServerCallStreamObserver<WatchGuestResponse>) response).setOnCancelHandler(() -> forget(response));
        watchers.add(response);
        int from = Math.clamp(request.getFromSequence() - 1, 0, events.size() - 1);
        events.subList(from, events.size()).forEach(response::onNext);
    }

    private synchronized void forget(StreamObserver<WatchGuestResponse> watcher) {
        watchers.remove(watcher);
    }

    public synchronized int watchers() {
        return watchers.size();
    }

    @Override
    public synchronized void pauseGuest(PauseGuestRequest request, StreamObserver<PauseGuestResponse> response) {
        if (hung) {
            return;
        }
        if (status.getState() != GuestStatus.State.STATE_RUNNING) {
            response.onError(Status.FAILED_PRECONDITION
                    .withDescription("it does not run")
                    .asRuntimeException());
            return;
        }
        become(status.toBuilder()
                .setState(GuestStatus.State.STATE_PAUSED)
                .setPauseReason(GuestStatus.PauseReason.PAUSE_REASON_USER)
                .build());
        answer(response, PauseGuestResponse.getDefaultInstance());
    }

    @Override
    public synchronized void resumeGuest(ResumeGuestRequest request, StreamObserver<ResumeGuestResponse> response) {
        if (!hung) {
            become(GuestStatus.State.STATE_RUNNING);
            answer(response, ResumeGuestResponse.getDefaultInstance());
        }
    }

    /** Says each line again that it was told; a new console ends the one before. */
    @Override
    public synchronized StreamObserver<ConsoleRequest> console(StreamObserver<ConsoleResponse> response) {
        if (console != null) {
            console.onError(Status.ABORTED.withDescription("another console").asRuntimeException());
        }
        console = response;
        return new StreamObserver<>() {
            @Override
            public void onNext(ConsoleRequest request) {
                var said = request.hasOpen() ? ByteString.copyFromUtf8("login: ") : request.getInput();
                response.onNext(ConsoleResponse.newBuilder().setOutput(said).build());
            }

            @Override
            public void onError(Throwable failure) {
                hungUp(response);
            }

            @Override
            public void onCompleted() {
                hungUp(response);
                response.onCompleted();
            }
        };
    }

    private synchronized void hungUp(StreamObserver<ConsoleResponse> one) {
        if (one.equals(console)) {
            console = null;
        }
    }

    public synchronized boolean hasConsole() {
        return console != null;
    }

    /** A screen that says its version and repeats what it hears; a new viewer that preserves is refused. */
    @Override
    public synchronized StreamObserver<VncRequest> vnc(StreamObserver<VncResponse> response) {
        return new StreamObserver<>() {
            @Override
            public void onNext(VncRequest request) {
                if (request.hasOpen() && request.getOpen().getPreserveSession() && viewers > 0) {
                    response.onError(failure(Status.ALREADY_EXISTS.withDescription("taken"), "SCREEN_IN_USE"));
                    return;
                }
                viewers += request.hasOpen() ? 1 : 0;
                var shown = request.hasOpen() ? ByteString.copyFromUtf8("RFB 003.008\n") : request.getInput();
                response.onNext(VncResponse.newBuilder().setOutput(shown).build());
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {
                response.onCompleted();
            }
        };
    }

    /** A picture as large as may be. */
    @Override
    public void takeScreenshot(TakeScreenshotRequest request, StreamObserver<TakeScreenshotResponse> response) {
        answer(
                response,
                TakeScreenshotResponse.newBuilder()
                        .setPng(ByteString.copyFrom(new byte[SCREENSHOT]))
                        .build());
    }

    @Override
    public synchronized void resetGuest(ResetGuestRequest request, StreamObserver<ResetGuestResponse> response) {
        buttons.add("reset");
        answer(response, ResetGuestResponse.getDefaultInstance());
    }

    @Override
    public synchronized void rebootGuest(RebootGuestRequest request, StreamObserver<RebootGuestResponse> response) {
        buttons.add("reboot");
        answer(response, RebootGuestResponse.getDefaultInstance());
    }

    @Override
    public synchronized void freezeFilesystems(
            FreezeFilesystemsRequest request, StreamObserver<FreezeFilesystemsResponse> response) {
        buttons.add("freeze " + request.getUnfreezeTimeout().getSeconds());
        answer(response, FreezeFilesystemsResponse.getDefaultInstance());
    }

    @Override
    public synchronized void thawFilesystems(
            ThawFilesystemsRequest request, StreamObserver<ThawFilesystemsResponse> response) {
        buttons.add("thaw");
        answer(response, ThawFilesystemsResponse.getDefaultInstance());
    }

    @Override
    public void getGuestInfo(GetGuestInfoRequest request, StreamObserver<GetGuestInfoResponse> response) {
        answer(
                response,
                GetGuestInfoResponse.newBuilder()
                        .setInfo(AgentInfo.newBuilder().setHostname("fake"))
                        .build());
    }

    @Override
    public void getGuestStats(GetGuestStatsRequest request, StreamObserver<GetGuestStatsResponse> response) {
        var stats = GuestStats.newBuilder().setCpuNanoseconds(1_500_000_000L);
        answer(response, GetGuestStatsResponse.newBuilder().setStats(stats).build());
    }

    /** What was pressed. */
    public synchronized List<String> buttons() {
        return List.copyOf(buttons);
    }

    private WatchGuestResponse event() {
        return WatchGuestResponse.newBuilder()
                .setEvent(GuestEvent.newBuilder().setSequence(events.size() + 1).setStatus(status))
                .build();
    }

    private static <T> void answer(StreamObserver<T> response, T message) {
        response.onNext(message);
        response.onCompleted();
    }
}
