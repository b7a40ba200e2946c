package dev.yadori.launcher.grpc;

import com.google.rpc.Code;
import dev.yadori.launcher.lifecycle.GuestLifecycle;
import dev.yadori.launcher.lifecycle.Launch;
import dev.yadori.launcher.lifecycle.Preparation;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.proto.launcher.v1.CancelMigrationRequest;
import dev.yadori.proto.launcher.v1.CancelMigrationResponse;
import dev.yadori.proto.launcher.v1.CompleteIncomingRequest;
import dev.yadori.proto.launcher.v1.CompleteIncomingResponse;
import dev.yadori.proto.launcher.v1.ConsoleRequest;
import dev.yadori.proto.launcher.v1.ConsoleResponse;
import dev.yadori.proto.launcher.v1.Consoles;
import dev.yadori.proto.launcher.v1.FreezeFilesystemsRequest;
import dev.yadori.proto.launcher.v1.FreezeFilesystemsResponse;
import dev.yadori.proto.launcher.v1.GetGuestInfoRequest;
import dev.yadori.proto.launcher.v1.GetGuestInfoResponse;
import dev.yadori.proto.launcher.v1.GetGuestStatsRequest;
import dev.yadori.proto.launcher.v1.GetGuestStatsResponse;
import dev.yadori.proto.launcher.v1.GetInfoRequest;
import dev.yadori.proto.launcher.v1.GetInfoResponse;
import dev.yadori.proto.launcher.v1.KillGuestRequest;
import dev.yadori.proto.launcher.v1.KillGuestResponse;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import dev.yadori.proto.launcher.v1.MigrateGuestRequest;
import dev.yadori.proto.launcher.v1.MigrateGuestResponse;
import dev.yadori.proto.launcher.v1.PauseGuestRequest;
import dev.yadori.proto.launcher.v1.PauseGuestResponse;
import dev.yadori.proto.launcher.v1.PrepareIncomingRequest;
import dev.yadori.proto.launcher.v1.PrepareIncomingResponse;
import dev.yadori.proto.launcher.v1.ProbeGuestRequest;
import dev.yadori.proto.launcher.v1.ProbeGuestResponse;
import dev.yadori.proto.launcher.v1.RebootGuestRequest;
import dev.yadori.proto.launcher.v1.RebootGuestResponse;
import dev.yadori.proto.launcher.v1.ReleaseGuestRequest;
import dev.yadori.proto.launcher.v1.ReleaseGuestResponse;
import dev.yadori.proto.launcher.v1.ResetGuestRequest;
import dev.yadori.proto.launcher.v1.ResetGuestResponse;
import dev.yadori.proto.launcher.v1.ResumeGuestRequest;
import dev.yadori.proto.launcher.v1.ResumeGuestResponse;
import dev.yadori.proto.launcher.v1.ShutdownGuestRequest;
import dev.yadori.proto.launcher.v1.ShutdownGuestResponse;
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
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The launcher's contract. No call waits on its own thread, so that the event loop may run them. */
public final class GrpcLauncherService extends LauncherServiceGrpc.LauncherServiceImplBase {
    private static final int CONTRACT = 1;

    private final About about;
    private final GuestLifecycle guest;
    private final Function<LaunchSpec, Preparation> preparations;
    private final Supplier<Optional<LaunchSpec>> spec;
    private final GuestAccess access;
    private final List<GuestWatch> watches = new CopyOnWriteArrayList<>();

    /**
     * Who answers.
     *
     * @param wantedRouterDevices asked on the event loop, so it must not wait
     */
    public record About(String version, String objectUid, Supplier<List<String>> wantedRouterDevices) {}

    /** The specification is that of the guest, once it was asked for. */
    public GrpcLauncherService(
            About about,
            GuestLifecycle guest,
            Function<LaunchSpec, Preparation> preparations,
            Supplier<Optional<LaunchSpec>> spec,
            GuestAccess access) {
        this.about = about;
        this.guest = guest;
        this.preparations = preparations;
        this.spec = spec;
        this.access = access;
    }

    /** Ends the streams of those who watch, after all that there is to tell. */
    public void endWatches() {
        watches.forEach(GuestWatch::end);
    }

    @Override
    public void getInfo(GetInfoRequest request, StreamObserver<GetInfoResponse> response) {
        answer(
                response,
                GetInfoResponse.newBuilder()
                        .setContractVersion(CONTRACT)
                        .setLauncherVersion(about.version())
                        .setObjectUid(about.objectUid())
                        .addAllWantedRouterDevices(about.wantedRouterDevices().get())
                        .build());
    }

    @Override
    public void startGuest(StartGuestRequest request, StreamObserver<StartGuestResponse> response) {
        try {
            var launch = launch(request.getSpec());
            var started = guest.start(launch, preparations.apply(request.getSpec()));
            answerWhen(
                    started,
                    response,
                    report -> StartGuestResponse.newBuilder()
                            .setStatus(StatusMapper.status(report))
                            .build());
        } catch (StartException e) {
            response.onError(Failures.of(e));
        }
    }

    private Launch launch(LaunchSpec asked) throws StartException {
        var launch = LaunchMapper.launch(asked);
        if (!launch.object().toString().equals(about.objectUid())) {
            throw new StartException(
                    StartException.Kind.OTHER_GUEST,
                    "OTHER_GUEST",
                    "this launcher was started for " + about.objectUid());
        }
        return launch;
    }

    @Override
    public void prepareIncoming(PrepareIncomingRequest request, StreamObserver<PrepareIncomingResponse> response) {
        try {
            var migration = LaunchMapper.uuid("migration_uid", request.getMigrationUid());
            var expected = guest.expect(launch(request.getSpec()), preparations.apply(request.getSpec()), migration);
            answerWhen(
                    expected,
                    response,
                    report -> PrepareIncomingResponse.newBuilder()
                            .setStatus(StatusMapper.status(report))
                            .build());
        } catch (StartException e) {
            response.onError(Failures.of(e));
        }
    }

    @Override
    public void completeIncoming(CompleteIncomingRequest request, StreamObserver<CompleteIncomingResponse> response) {
        try {
            var migration = LaunchMapper.uuid("migration_uid", request.getMigrationUid());
            answerWhen(
                    guest.complete(migration, request.getPausedByUser()),
                    response,
                    report -> CompleteIncomingResponse.newBuilder()
                            .setStatus(StatusMapper.status(report))
                            .build());
        } catch (StartException e) {
            response.onError(Failures.of(e));
        }
    }

    @Override
    public void migrateGuest(MigrateGuestRequest request, StreamObserver<MigrateGuestResponse> response) {
        try {
            var migration = LaunchMapper.uuid("migration_uid", request.getMigrationUid());
            var asked = MigrationMapper.request(
                    migration, request.getTerms(), access.routes().of(migration));
            answerWhen(guest.migrate(asked), response, _ -> MigrateGuestResponse.getDefaultInstance());
        } catch (StartException e) {
            response.onError(Failures.of(e));
        }
    }

    @Override
    public void cancelMigration(CancelMigrationRequest request, StreamObserver<CancelMigrationResponse> response) {
        try {
            var migration = LaunchMapper.uuid("migration_uid", request.getMigrationUid());
            answerWhen(guest.cancelMigration(migration), response, _ -> CancelMigrationResponse.getDefaultInstance());
        } catch (StartException e) {
            response.onError(Failures.of(e));
        }
    }

    @Override
    public void releaseGuest(ReleaseGuestRequest request, StreamObserver<ReleaseGuestResponse> response) {
        guest.release();
        answer(response, ReleaseGuestResponse.getDefaultInstance());
    }

    @Override
    public void watchGuest(WatchGuestRequest request, StreamObserver<WatchGuestResponse> response) {
        var watch = new GuestWatch((ServerCallStreamObserver<WatchGuestResponse>) response);
        watches.removeIf(GuestWatch::isOver);
        watches.add(watch);
        watch.begin(guest.log(), request.getFromSequence());
    }

    @Override
    public void shutdownGuest(ShutdownGuestRequest request, StreamObserver<ShutdownGuestResponse> response) {
        try {
            guest.shutdown(LaunchMapper.grace("grace_period", request.getGracePeriod()));
            answer(response, ShutdownGuestResponse.getDefaultInstance());
        } catch (StartException e) {
            response.onError(Failures.of(e));
        }
    }

    @Override
    public void killGuest(KillGuestRequest request, StreamObserver<KillGuestResponse> response) {
        guest.shutdown(Duration.ZERO);
        answer(response, KillGuestResponse.getDefaultInstance());
    }

    @Override
    public void pauseGuest(PauseGuestRequest request, StreamObserver<PauseGuestResponse> response) {
        answerWhen(guest.pause(), response, _ -> PauseGuestResponse.getDefaultInstance());
    }

    @Override
    public void resumeGuest(ResumeGuestRequest request, StreamObserver<ResumeGuestResponse> response) {
        answerWhen(guest.resume(), response, _ -> ResumeGuestResponse.getDefaultInstance());
    }

    @Override
    public StreamObserver<ConsoleRequest> console(StreamObserver<ConsoleResponse> response) {
        return new LineCall<>(
                LineProtocol.console(replay -> terminal -> {
                    require(consoles().getSerial(), "NO_SERIAL_CONSOLE", "the guest has no serial console");
                    return access.line().open(replay, terminal);
                }),
                response);
    }

    @Override
    public StreamObserver<VncRequest> vnc(StreamObserver<VncResponse> response) {
        return new LineCall<>(
                LineProtocol.vnc(preserve -> terminal -> {
                    requireScreen();
                    return access.screen().open(preserve, terminal);
                }),
                response);
    }

    @Override
    public void takeScreenshot(TakeScreenshotRequest request, StreamObserver<TakeScreenshotResponse> response) {
        try {
            requireScreen();
        } catch (StatusRuntimeException e) {
            response.onError(e);
            return;
        }
        answerWhen(
                access.screenshots().take(request.getMoveCursor()),
                response,
                png -> TakeScreenshotResponse.newBuilder().setPng(png).build());
    }

    @Override
    public void resetGuest(ResetGuestRequest request, StreamObserver<ResetGuestResponse> response) {
        answerWhen(access.buttons().reset(), response, _ -> ResetGuestResponse.getDefaultInstance());
    }

    @Override
    public void rebootGuest(RebootGuestRequest request, StreamObserver<RebootGuestResponse> response) {
        answerWhen(access.buttons().reboot(), response, _ -> RebootGuestResponse.getDefaultInstance());
    }

    @Override
    public void freezeFilesystems(
            FreezeFilesystemsRequest request, StreamObserver<FreezeFilesystemsResponse> response) {
        try {
            var timeout = LaunchMapper.grace("unfreeze_timeout", request.getUnfreezeTimeout());
            var frozen = access.agent().freezer().freeze(Optional.of(timeout).filter(Duration::isPositive));
            answerWhen(frozen, response, _ -> FreezeFilesystemsResponse.getDefaultInstance());
        } catch (StartException e) {
            response.onError(Failures.of(e));
        }
    }

    @Override
    public void thawFilesystems(ThawFilesystemsRequest request, StreamObserver<ThawFilesystemsResponse> response) {
        answerWhen(access.agent().freezer().thaw(), response, _ -> ThawFilesystemsResponse.getDefaultInstance());
    }

    @Override
    public void getGuestInfo(GetGuestInfoRequest request, StreamObserver<GetGuestInfoResponse> response) {
        access.agent()
                .watch()
                .info()
                .map(info -> GetGuestInfoResponse.newBuilder()
                        .setInfo(AgentMapper.info(info))
                        .build())
                .ifPresentOrElse(
                        info -> answer(response, info),
                        () -> response.onError(Failures.status(
                                Code.FAILED_PRECONDITION, "NO_AGENT", "the guest's agent is not connected")));
    }

    @Override
    public void getGuestStats(GetGuestStatsRequest request, StreamObserver<GetGuestStatsResponse> response) {
        answerWhen(
                access.figures().take(),
                response,
                figures -> GetGuestStatsResponse.newBuilder()
                        .setStats(StatisticsMapper.stats(figures))
                        .build());
    }

    @Override
    public void updateInterfaces(UpdateInterfacesRequest request, StreamObserver<UpdateInterfacesResponse> response) {
        try {
            answerWhen(
                    access.cards().change(request.getInterfacesList()),
                    response,
                    _ -> UpdateInterfacesResponse.getDefaultInstance());
        } catch (StartException e) {
            response.onError(Failures.of(e));
        }
    }

    @Override
    public void probeGuest(ProbeGuestRequest request, StreamObserver<ProbeGuestResponse> response) {
        try {
            var timeout = LaunchMapper.grace("timeout", request.getTimeout());
            switch (request.getKindCase()) {
                case PING ->
                    answerWhen(
                            access.agent().probe().ping(timeout),
                            response,
                            _ -> ProbeGuestResponse.getDefaultInstance());
                case RUN -> run(request.getRun().getCommandList(), timeout, response);
                case KIND_NOT_SET -> throw LaunchMapper.invalid("kind", "is required");
            }
        } catch (StartException e) {
            response.onError(Failures.of(e));
        }
    }

    private void run(List<String> command, Duration timeout, StreamObserver<ProbeGuestResponse> response)
            throws StartException {
        if (command.isEmpty()) {
            throw LaunchMapper.invalid("run.command", "is required");
        }
        answerWhen(
                access.agent().probe().run(command, timeout),
                response,
                status -> ProbeGuestResponse.newBuilder().setExitCode(status).build());
    }

    private void requireScreen() {
        require(consoles().getVnc(), "NO_GRAPHICS", "the guest has no screen");
    }

    private Consoles consoles() {
        return spec.get()
                .map(LaunchSpec::getConsoles)
                .orElseThrow(
                        () -> Failures.status(Code.UNAVAILABLE, "GUEST_NOT_RUNNING", "no guest was asked for yet"));
    }

    private static void require(boolean has, String reason, String message) {
        if (!has) {
            throw Failures.status(Code.FAILED_PRECONDITION, reason, message);
        }
    }

    private static <T> void answer(StreamObserver<T> response, T message) {
        response.onNext(message);
        response.onCompleted();
    }

    private static <S extends @Nullable Object, T> void answerWhen(
            CompletionStage<S> stage, StreamObserver<T> response, Function<S, T> message) {
        var _ = stage.whenComplete((result, failure) -> {
            if (failure == null) {
                answer(response, message.apply(result));
            } else {
                response.onError(Failures.of(failure));
            }
        });
    }
}
