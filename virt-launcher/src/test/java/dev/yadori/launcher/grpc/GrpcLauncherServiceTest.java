package dev.yadori.launcher.grpc;

import static dev.yadori.launcher.grpc.ServedLauncher.DOMAIN;
import static dev.yadori.launcher.grpc.ServedLauncher.OBJECT;
import static dev.yadori.launcher.grpc.ServedLauncher.assertFailure;
import static dev.yadori.launcher.grpc.ServedLauncher.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.yadori.launcher.console.FakeEmulator;
import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.proto.launcher.v1.ConsoleRequest;
import dev.yadori.proto.launcher.v1.ConsoleResponse;
import dev.yadori.proto.launcher.v1.GetInfoRequest;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.GuestStatus.State;
import dev.yadori.proto.launcher.v1.KillGuestRequest;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import dev.yadori.proto.launcher.v1.OpenConsole;
import dev.yadori.proto.launcher.v1.PauseGuestRequest;
import dev.yadori.proto.launcher.v1.ResumeGuestRequest;
import dev.yadori.proto.launcher.v1.ShutdownGuestRequest;
import dev.yadori.proto.launcher.v1.WatchGuestRequest;
import dev.yadori.proto.launcher.v1.WatchGuestResponse;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrpcLauncherServiceTest {
    @TempDir
    Path folder;

    private ServedLauncher launcher;

    @BeforeEach
    void serve() throws IOException {
        launcher = new ServedLauncher(folder);
    }

    @AfterEach
    void end() {
        launcher.close();
    }

    @Test
    void saysWhoItIs() {
        var info = blocking().getInfo(GetInfoRequest.getDefaultInstance());

        assertThat(info.getContractVersion()).isEqualTo(1);
        assertThat(info.getLauncherVersion()).isEqualTo("1.2.3");
        assertThat(info.getObjectUid()).isEqualTo(OBJECT);
        assertThat(info.getWantedRouterDevicesList()).containsExactly("k6t-eth0");
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

        assertFailure(() -> launcher.start(other.build()), Status.Code.ALREADY_EXISTS, "OTHER_GUEST");
    }

    @Test
    void fieldThatIsNoUuidIsNamed() {
        var bad = spec().toBuilder();
        bad.getIdentityBuilder().setFirmwareUuid("x");

        var failure = assertFailure(() -> launcher.start(bad.build()), Status.Code.INVALID_ARGUMENT, "INVALID_FIELD");

        assertThat(failure).hasMessageContaining("identity.firmware_uuid");
    }

    @Test
    void whatIsMissingIsSaidAndMayBeTriedAgain() {
        launcher.preparation = () -> {
            throw new StartException(StartException.Kind.MISSING, "MEDIUM_MISSING", "volume root: no image");
        };
        assertFailure(this::started, Status.Code.FAILED_PRECONDITION, "MEDIUM_MISSING");

        launcher.preparation = ServedLauncher.READY;

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
        launcher.service.endWatches();
        await().untilAsserted(() -> assertThat(watch.status()).contains(Status.Code.OK));
    }

    @Test
    void guestThatIsAskedToShutDownDoes() {
        launcher.hypervisor.obey();
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

        launcher.hypervisor.reach(false);

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

        launcher.hypervisor.end(DOMAIN, Execution.OffCause.CRASHED);

        await().untilAsserted(() -> assertThat(
                        watch.messages().getLast().getEvent().getStatus().getStopReason())
                .isEqualTo(GuestStatus.StopReason.STOP_REASON_CRASHED));
    }

    @Test
    void consoleCarriesBytesBothWays() throws IOException {
        launcher.kept = Optional.of(spec());
        try (var emulator = FakeEmulator.listening(folder.resolve("serial"))) {
            var screen = new Collected<ConsoleResponse>();
            var typed = launcher.stub().console(screen);
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
        launcher.kept = Optional.of(spec());
        try (var emulator = FakeEmulator.listening(folder.resolve("serial"))) {
            var first = new Collected<ConsoleResponse>();
            launcher.stub().console(first).onNext(open(0));
            try (var _ = emulator.accept()) {
                launcher.stub().console(new Collected<ConsoleResponse>()).onNext(open(0));

                await().untilAsserted(() -> assertThat(first.status()).contains(Status.Code.ABORTED));
            }
        }
    }

    @Test
    void consoleOfAGuestWithoutOneIsRefused() {
        launcher.kept = Optional.of(spec().toBuilder().clearConsoles().build());
        var screen = new Collected<ConsoleResponse>();

        launcher.stub().console(screen).onNext(open(0));

        await().untilAsserted(() -> assertThat(screen.status()).contains(Status.Code.FAILED_PRECONDITION));
    }

    @Test
    void consoleOfAGuestThatDoesNotRunIsUnavailable() {
        launcher.kept = Optional.of(spec());
        var screen = new Collected<ConsoleResponse>();

        launcher.stub().console(screen).onNext(open(0));

        await().untilAsserted(() -> assertThat(screen.status()).contains(Status.Code.UNAVAILABLE));
    }

    @Test
    void inputBeforeOpeningIsRefused() {
        var screen = new Collected<ConsoleResponse>();

        launcher.stub().console(screen).onNext(input("x"));

        await().untilAsserted(() -> assertThat(screen.status()).contains(Status.Code.INVALID_ARGUMENT));
    }

    private LauncherServiceGrpc.LauncherServiceBlockingStub blocking() {
        return launcher.blocking();
    }

    private GuestStatus started() {
        return launcher.started();
    }

    private Collected<WatchGuestResponse> watch(long from) {
        var watch = new Collected<WatchGuestResponse>();
        launcher.stub()
                .watchGuest(WatchGuestRequest.newBuilder().setFromSequence(from).build(), watch);
        await().untilAsserted(() -> assertThat(watch.messages()).isNotEmpty());
        return watch;
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
}
