package dev.yadori.launcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import dev.yadori.launcher.console.FakeEmulator;
import dev.yadori.launcher.console.SerialLine;
import dev.yadori.launcher.console.SerialLog;
import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.FakeHypervisor;
import dev.yadori.launcher.lifecycle.FileJournal;
import dev.yadori.launcher.lifecycle.GuestLifecycle;
import dev.yadori.launcher.lifecycle.Preparation;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.proto.launcher.v1.ConsoleRequest;
import dev.yadori.proto.launcher.v1.ConsoleResponse;
import dev.yadori.proto.launcher.v1.Consoles;
import dev.yadori.proto.launcher.v1.GetInfoRequest;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.GuestStatus.State;
import dev.yadori.proto.launcher.v1.KillGuestRequest;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import dev.yadori.proto.launcher.v1.Lifecycle;
import dev.yadori.proto.launcher.v1.OpenConsole;
import dev.yadori.proto.launcher.v1.PauseGuestRequest;
import dev.yadori.proto.launcher.v1.ResumeGuestRequest;
import dev.yadori.proto.launcher.v1.ShutdownGuestRequest;
import dev.yadori.proto.launcher.v1.StartGuestRequest;
import dev.yadori.proto.launcher.v1.WatchGuestRequest;
import dev.yadori.proto.launcher.v1.WatchGuestResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrpcLauncherServiceTest {
    private static final UUID DOMAIN = new UUID(1, 2);
    private static final String OBJECT = new UUID(3, 4).toString();
    private static final Preparation READY =
            () -> new Preparation.PreparedDomain("<uuid>" + DOMAIN + "</uuid>", Optional.empty());

    private final FakeHypervisor hypervisor = new FakeHypervisor();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private Preparation preparation = READY;
    private Optional<LaunchSpec> kept = Optional.empty();

    @TempDir
    Path folder;

    private GrpcLauncherService service;
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void serve() throws IOException {
        var guest = new GuestLifecycle(
                hypervisor, new FileJournal(folder.resolve("journal")), InstantSource.system(), thread, _ -> {});
        guest.attach();
        service = new GrpcLauncherService(
                new GrpcLauncherService.About("1.2.3", OBJECT),
                guest,
                _ -> preparation,
                () -> kept,
                new SerialLine(loop, folder.resolve("serial"), new SerialLog(folder.resolve("log"), 1024)));
        server = InProcessServerBuilder.forName(folder.toString())
                .directExecutor()
                .addService(service)
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(folder.toString()).build();
    }

    @AfterEach
    void end() {
        channel.shutdownNow();
        server.shutdownNow();
        thread.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void saysWhoItIs() {
        var info = blocking().getInfo(GetInfoRequest.getDefaultInstance());

        assertThat(info.getContractVersion()).isEqualTo(1);
        assertThat(info.getLauncherVersion()).isEqualTo("1.2.3");
        assertThat(info.getObjectUid()).isEqualTo(OBJECT);
    }

    @Test
    void startedGuestRuns() {
        assertThat(started().getState()).isEqualTo(State.STATE_RUNNING);
    }

    @Test
    void pausedGuestIsPausedByItsUserUntilItIsResumed() {
        started();

        blocking().pauseGuest(PauseGuestRequest.getDefaultInstance());
        var paused = started();
        blocking().resumeGuest(ResumeGuestRequest.getDefaultInstance());

        assertThat(paused.getState()).isEqualTo(State.STATE_PAUSED);
        assertThat(paused.getPauseReason()).isEqualTo(GuestStatus.PauseReason.PAUSE_REASON_USER);
        assertThat(started().getState()).isEqualTo(State.STATE_RUNNING);
    }

    @Test
    void guestOfAnotherUidIsRefused() {
        var other = spec().toBuilder();
        other.getIdentityBuilder().setObjectUid(new UUID(9, 9).toString());

        assertFailure(() -> start(other.build()), Status.Code.ALREADY_EXISTS, "OTHER_GUEST");
    }

    @Test
    void fieldThatIsNoUuidIsNamed() {
        var bad = spec().toBuilder();
        bad.getIdentityBuilder().setFirmwareUuid("x");

        var failure = assertFailure(() -> start(bad.build()), Status.Code.INVALID_ARGUMENT, "INVALID_FIELD");

        assertThat(failure).hasMessageContaining("identity.firmware_uuid");
    }

    @Test
    void whatIsMissingIsSaidAndMayBeTriedAgain() {
        preparation = () -> {
            throw new StartException(StartException.Kind.MISSING, "MEDIUM_MISSING", "volume root: no image");
        };
        assertFailure(this::started, Status.Code.FAILED_PRECONDITION, "MEDIUM_MISSING");

        preparation = READY;

        assertThat(started().getState()).isEqualTo(State.STATE_RUNNING);
    }

    @Test
    void guestThatDoesNotRunCannotBePaused() {
        assertFailure(
                () -> blocking().pauseGuest(PauseGuestRequest.getDefaultInstance()),
                Status.Code.FAILED_PRECONDITION,
                "GUEST_NOT_RUNNING");
    }

    @Test
    void watcherSeesTheStateNowAndEachChange() {
        var watch = watch(0);
        started();

        await().untilAsserted(() -> assertThat(watch.messages())
                .extracting(message -> message.getEvent().getStatus().getState())
                .containsExactly(State.STATE_ABSENT, State.STATE_STARTING, State.STATE_RUNNING));
        assertThat(watch.messages())
                .extracting(message -> message.getEvent().getSequence())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void watcherGoesOnWhereItWas() {
        started();

        var watch = watch(3);

        await().untilAsserted(() -> assertThat(watch.messages())
                .extracting(message -> message.getEvent().getSequence())
                .containsExactly(3L));
    }

    @Test
    void watcherOfAnEarlierLauncherIsToldTheStateNow() {
        started();

        var watch = watch(1000);

        await().untilAsserted(() -> assertThat(watch.messages())
                .extracting(message -> message.getEvent().getStatus().getState())
                .containsExactly(State.STATE_RUNNING));
    }

    @Test
    void killedGuestIsStoppedAndTheStreamEndsWithTheLauncher() {
        started();
        var watch = watch(1000);

        blocking().killGuest(KillGuestRequest.getDefaultInstance());

        await().untilAsserted(() -> assertThat(
                        watch.messages().getLast().getEvent().getStatus().getStopReason())
                .isEqualTo(GuestStatus.StopReason.STOP_REASON_DESTROYED));
        service.endWatches();
        await().untilAsserted(() -> assertThat(watch.status()).contains(Status.Code.OK));
    }

    @Test
    void guestThatIsAskedToShutDownDoes() {
        hypervisor.obey();
        started();
        var watch = watch(1000);

        blocking()
                .shutdownGuest(ShutdownGuestRequest.newBuilder()
                        .setGracePeriod(Duration.newBuilder().setSeconds(30))
                        .build());

        await().untilAsserted(() -> assertThat(
                        watch.messages().getLast().getEvent().getStatus().getStopReason())
                .isEqualTo(GuestStatus.StopReason.STOP_REASON_SHUTDOWN));
    }

    @Test
    void silentHypervisorIsUnknown() {
        started();
        var watch = watch(1000);

        hypervisor.reach(false);

        await().untilAsserted(() -> assertThat(
                        watch.messages().getLast().getEvent().getStatus().getState())
                .isEqualTo(State.STATE_UNKNOWN));
        assertFailure(
                () -> blocking().pauseGuest(PauseGuestRequest.getDefaultInstance()),
                Status.Code.UNAVAILABLE,
                "HYPERVISOR_UNREACHABLE");
    }

    @Test
    void crashIsToldWithItsReason() {
        started();
        var watch = watch(1000);

        hypervisor.end(DOMAIN, Execution.OffCause.CRASHED);

        await().untilAsserted(() -> assertThat(
                        watch.messages().getLast().getEvent().getStatus().getStopReason())
                .isEqualTo(GuestStatus.StopReason.STOP_REASON_CRASHED));
    }

    @Test
    void consoleCarriesBytesBothWays() throws IOException {
        kept = Optional.of(spec());
        try (var emulator = FakeEmulator.listening(folder.resolve("serial"))) {
            var screen = new Collected<ConsoleResponse>();
            var typed = LauncherServiceGrpc.newStub(channel).console(screen);
            typed.onNext(open(0));
            try (var guest = emulator.accept()) {
                typed.onNext(input("ls\n"));
                assertThat(guest.hear()).isEqualTo("ls\n");
                guest.say("bin etc\n");

                await().untilAsserted(() -> assertThat(text(screen)).isEqualTo("bin etc\n"));
            }
            await().untilAsserted(() -> assertThat(screen.status()).contains(Status.Code.OK));
        }
    }

    @Test
    void secondConsoleAbortsTheFirst() throws IOException {
        kept = Optional.of(spec());
        try (var emulator = FakeEmulator.listening(folder.resolve("serial"))) {
            var first = new Collected<ConsoleResponse>();
            LauncherServiceGrpc.newStub(channel).console(first).onNext(open(0));
            try (var _ = emulator.accept()) {
                LauncherServiceGrpc.newStub(channel)
                        .console(new Collected<ConsoleResponse>())
                        .onNext(open(0));

                await().untilAsserted(() -> assertThat(first.status()).contains(Status.Code.ABORTED));
            }
        }
    }

    @Test
    void consoleOfAGuestWithoutOneIsRefused() {
        kept = Optional.of(spec().toBuilder().clearConsoles().build());
        var screen = new Collected<ConsoleResponse>();

        LauncherServiceGrpc.newStub(channel).console(screen).onNext(open(0));

        await().untilAsserted(() -> assertThat(screen.status()).contains(Status.Code.FAILED_PRECONDITION));
    }

    @Test
    void consoleOfAGuestThatDoesNotRunIsUnavailable() {
        kept = Optional.of(spec());
        var screen = new Collected<ConsoleResponse>();

        LauncherServiceGrpc.newStub(channel).console(screen).onNext(open(0));

        await().untilAsserted(() -> assertThat(screen.status()).contains(Status.Code.UNAVAILABLE));
    }

    @Test
    void inputBeforeOpeningIsRefused() {
        var screen = new Collected<ConsoleResponse>();

        LauncherServiceGrpc.newStub(channel).console(screen).onNext(input("x"));

        await().untilAsserted(() -> assertThat(screen.status()).contains(Status.Code.INVALID_ARGUMENT));
    }

    private LauncherServiceGrpc.LauncherServiceBlockingStub blocking() {
        return LauncherServiceGrpc.newBlockingStub(channel);
    }

    private GuestStatus started() {
        return start(spec());
    }

    private GuestStatus start(LaunchSpec spec) {
        return blocking()
                .startGuest(StartGuestRequest.newBuilder().setSpec(spec).build())
                .getStatus();
    }

    private Collected<WatchGuestResponse> watch(long from) {
        var watch = new Collected<WatchGuestResponse>();
        LauncherServiceGrpc.newStub(channel)
                .watchGuest(WatchGuestRequest.newBuilder().setFromSequence(from).build(), watch);
        await().untilAsserted(() -> assertThat(watch.messages()).isNotEmpty());
        return watch;
    }

    private static LaunchSpec spec() {
        return LaunchSpec.newBuilder()
                .setIdentity(GuestIdentity.newBuilder().setObjectUid(OBJECT).setFirmwareUuid(DOMAIN.toString()))
                .setConsoles(Consoles.newBuilder().setSerial(true))
                .setLifecycle(Lifecycle.newBuilder()
                        .setGracePeriod(Duration.newBuilder().setSeconds(30)))
                .build();
    }

    private static ConsoleRequest open(int replay) {
        return ConsoleRequest.newBuilder()
                .setOpen(OpenConsole.newBuilder().setReplayBytes(replay))
                .build();
    }

    private static ConsoleRequest input(String text) {
        return ConsoleRequest.newBuilder()
                .setInput(ByteString.copyFromUtf8(text))
                .build();
    }

    private static String text(Collected<ConsoleResponse> screen) {
        var text = new StringBuilder();
        screen.messages().forEach(message -> text.append(message.getOutput().toStringUtf8()));
        return text.toString();
    }

    private static StatusRuntimeException assertFailure(Runnable call, Status.Code code, String reason) {
        var failure = catchThrowableOfType(StatusRuntimeException.class, call::run);
        assertThat(failure.getStatus().getCode()).isEqualTo(code);
        var details = Objects.requireNonNull(StatusProto.fromThrowable(failure)).getDetailsList();
        assertThat(details).singleElement().satisfies(detail -> {
            var info = detail.unpack(ErrorInfo.class);
            assertThat(info.getReason()).isEqualTo(reason);
            assertThat(info.getDomain()).isEqualTo("launcher.yadori.dev");
        });
        return failure;
    }
}
