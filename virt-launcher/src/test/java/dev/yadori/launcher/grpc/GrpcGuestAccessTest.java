package dev.yadori.launcher.grpc;

import static dev.yadori.launcher.grpc.ServedLauncher.assertFailure;
import static dev.yadori.launcher.grpc.ServedLauncher.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.yadori.launcher.agent.FakeAgent;
import dev.yadori.launcher.console.FakeEmulator;
import dev.yadori.proto.launcher.v1.AgentInfo;
import dev.yadori.proto.launcher.v1.Consoles;
import dev.yadori.proto.launcher.v1.DiskStats;
import dev.yadori.proto.launcher.v1.FreezeFilesystemsRequest;
import dev.yadori.proto.launcher.v1.GetGuestInfoRequest;
import dev.yadori.proto.launcher.v1.GetGuestStatsRequest;
import dev.yadori.proto.launcher.v1.GuestStats;
import dev.yadori.proto.launcher.v1.OpenVnc;
import dev.yadori.proto.launcher.v1.PingAgent;
import dev.yadori.proto.launcher.v1.ProbeGuestRequest;
import dev.yadori.proto.launcher.v1.RebootGuestRequest;
import dev.yadori.proto.launcher.v1.ResetGuestRequest;
import dev.yadori.proto.launcher.v1.RunCommand;
import dev.yadori.proto.launcher.v1.TakeScreenshotRequest;
import dev.yadori.proto.launcher.v1.ThawFilesystemsRequest;
import dev.yadori.proto.launcher.v1.VcpuStats;
import dev.yadori.proto.launcher.v1.VncRequest;
import dev.yadori.proto.launcher.v1.VncResponse;
import dev.yadori.proto.launcher.v1.WatchGuestRequest;
import dev.yadori.proto.launcher.v1.WatchGuestResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrpcGuestAccessTest {
    @TempDir
    Path folder;

    private ServedLauncher launcher;

    @BeforeEach
    void serve() throws IOException {
        launcher = new ServedLauncher(folder);
        launcher.kept = Optional.of(spec());
    }

    @AfterEach
    void end() {
        launcher.close();
    }

    @Test
    void whatTheGuestUsesIsToldInBytesAndNanoseconds() {
        launcher.started();

        var stats = stats();

        assertThat(stats.getCpuNanoseconds()).isEqualTo(1_000_000_000L);
        assertThat(stats.hasCpuUserNanoseconds()).isFalse();
        assertThat(stats.getMemory().getBalloonBytes()).isEqualTo(64L << 20);
        assertThat(stats.getVcpusList())
                .containsExactly(VcpuStats.newBuilder()
                        .setState(VcpuStats.State.STATE_RUNNING)
                        .setNanoseconds(900_000_000L)
                        .build());
        assertThat(stats.getDisksList())
                .containsExactly(DiskStats.newBuilder()
                        .setName("root")
                        .setReads(3)
                        .setReadBytes(1536)
                        .build());
    }

    @Test
    void guestThatDoesNotRunUsesNothing() {
        assertFailure(this::stats, Status.Code.FAILED_PRECONDITION, "GUEST_NOT_RUNNING");
    }

    private GuestStats stats() {
        return launcher.blocking()
                .getGuestStats(GetGuestStatsRequest.getDefaultInstance())
                .getStats();
    }

    @Test
    void screenCarriesBytesBothWays() throws IOException {
        try (var emulator = FakeEmulator.listening(folder.resolve("vnc"))) {
            var seen = new Collected<VncResponse>();
            var viewer = open(false, seen);
            try (var screen = emulator.accept()) {
                screen.say("RFB 003.008\n");
                await().untilAsserted(() -> assertThat(text(seen)).isEqualTo("RFB 003.008\n"));

                viewer.onNext(VncRequest.newBuilder()
                        .setInput(ByteString.copyFromUtf8("RFB 003.008\n"))
                        .build());

                assertThat(screen.hear()).isEqualTo("RFB 003.008\n");
            }
            await().untilAsserted(() -> assertThat(seen.status()).contains(Status.Code.OK));
        }
    }

    @Test
    void secondViewerEndsTheFirst() throws IOException {
        try (var emulator = FakeEmulator.listening(folder.resolve("vnc"))) {
            var first = new Collected<VncResponse>();
            open(false, first);
            try (var _ = emulator.accept()) {
                open(false, new Collected<>());

                await().untilAsserted(() -> assertThat(first.status()).contains(Status.Code.ABORTED));
            }
        }
    }

    @Test
    void secondViewerThatPreservesIsRefusedUntilTheFirstHasGone() throws IOException {
        try (var emulator = FakeEmulator.listening(folder.resolve("vnc"))) {
            var first = new Collected<VncResponse>();
            var viewer = open(true, first);
            try (var screen = emulator.accept()) {
                var second = new Collected<VncResponse>();
                open(true, second);
                await().untilAsserted(() -> assertThat(second.status()).contains(Status.Code.ALREADY_EXISTS));

                screen.say("still there");
                await().untilAsserted(() -> assertThat(text(first)).isEqualTo("still there"));
                viewer.onCompleted();
                assertThat(screen.hear()).isEmpty();
            }
            var third = new Collected<VncResponse>();
            open(true, third);
            try (var screen = emulator.accept()) {
                screen.say("welcome");
                await().untilAsserted(() -> assertThat(text(third)).isEqualTo("welcome"));
            }
        }
    }

    @Test
    void guestWithoutScreenHasNone() {
        launcher.kept = Optional.of(spec().toBuilder()
                .setConsoles(Consoles.newBuilder().setSerial(true))
                .build());
        var seen = new Collected<VncResponse>();

        open(false, seen);

        await().untilAsserted(() -> assertThat(seen.status()).contains(Status.Code.FAILED_PRECONDITION));
        assertFailure(this::screenshot, Status.Code.FAILED_PRECONDITION, "NO_GRAPHICS");
    }

    @Test
    void screenOfAGuestThatDoesNotRunIsUnavailable() {
        var seen = new Collected<VncResponse>();

        open(false, seen);

        await().untilAsserted(() -> assertThat(seen.status()).contains(Status.Code.UNAVAILABLE));
    }

    @Test
    void screenshotIsAPng() throws IOException {
        launcher.started();

        var image = ImageIO.read(screenshot().newInput());

        assertThat(image.getWidth()).isEqualTo(2);
        assertThat(image.getHeight()).isEqualTo(2);
        assertThat(launcher.pointerMoves).hasValue(1);
    }

    @Test
    void screenshotOfAGuestThatDoesNotRunIsRefused() {
        assertFailure(this::screenshot, Status.Code.FAILED_PRECONDITION, "GUEST_NOT_RUNNING");
    }

    @Test
    void resetButtonIsPressed() {
        launcher.started();

        launcher.blocking().resetGuest(ResetGuestRequest.getDefaultInstance());

        assertThat(launcher.hypervisor.calls()).endsWith("reset");
    }

    @Test
    void guestThatDoesNotRunIsNotReset() {
        assertFailure(
                () -> launcher.blocking().resetGuest(ResetGuestRequest.getDefaultInstance()),
                Status.Code.FAILED_PRECONDITION,
                "GUEST_NOT_RUNNING");
    }

    @Test
    void guestWithAgentIsRebootedByIt() {
        launcher.started();
        launcher.hypervisor.connectAgent();

        reboot();

        await().untilAsserted(() -> assertThat(launcher.hypervisor.calls()).contains("reboot by AGENT"));
    }

    @Test
    void guestWithoutAgentIsRebootedByAcpi() {
        launcher.started();

        reboot();

        assertThat(launcher.hypervisor.calls()).endsWith("reboot by ACPI");
    }

    @Test
    void guestWhoseAgentDoesNotAnswerIsRebootedByAcpi() {
        launcher.started();
        launcher.hypervisor.connectAgent();
        launcher.hypervisor.silenceAgent();

        reboot();

        await().untilAsserted(() ->
                assertThat(launcher.hypervisor.calls()).containsSubsequence("reboot by AGENT", "reboot by ACPI"));
    }

    @Test
    void agentTellsOfItsGuestAndIsFrozenAndThawed() {
        launcher.hypervisor.agentAnswers(new FakeAgent());
        launcher.started();
        assertFailure(this::info, Status.Code.FAILED_PRECONDITION, "NO_AGENT");
        launcher.hypervisor.connectAgent();
        await().untilAsserted(() -> assertThat(info().getUsersList()).hasSize(1));

        var _ = launcher.blocking().freezeFilesystems(FreezeFilesystemsRequest.getDefaultInstance());
        var frozen = info().getFreezeStatus();
        var _ = launcher.blocking().thawFilesystems(ThawFilesystemsRequest.getDefaultInstance());

        assertThat(frozen).isEqualTo(AgentInfo.FreezeStatus.FREEZE_STATUS_FROZEN);
        assertThat(info().getFreezeStatus()).isEqualTo(AgentInfo.FreezeStatus.FREEZE_STATUS_THAWED);
    }

    @Test
    void watcherHearsWhatLastsOfTheAgent() {
        launcher.hypervisor.agentAnswers(new FakeAgent());
        launcher.started();
        var watch = new Collected<WatchGuestResponse>();
        launcher.stub().watchGuest(WatchGuestRequest.getDefaultInstance(), watch);

        launcher.hypervisor.connectAgent();

        await().untilAsserted(() -> {
            var agent = watch.messages().getLast().getEvent().getStatus().getAgent();
            assertThat(agent.getOs().getId()).isEqualTo("debian");
            assertThat(agent.getUsersList()).isEmpty();
        });
    }

    @Test
    void commandIsRunInTheGuestUntilItEnds() {
        var looks = new AtomicInteger();
        launcher.hypervisor.agentAnswers(command -> Optional.of(
                command.contains("guest-exec-status")
                        ? looks.incrementAndGet() < 3
                                ? "{\"return\":{\"exited\":false}}"
                                : "{\"return\":{\"exited\":true,\"exitcode\":3}}"
                        : "{\"return\":{\"pid\":77}}"));
        launcher.started();
        connectAgent();

        var probed = launcher.blocking()
                .probeGuest(ProbeGuestRequest.newBuilder()
                        .setRun(RunCommand.newBuilder().addCommand("/bin/false"))
                        .setTimeout(Duration.newBuilder().setSeconds(20))
                        .build());

        assertThat(probed.getExitCode()).isEqualTo(3);
        assertThat(launcher.hypervisor.calls())
                .contains("agent {\"execute\":\"guest-exec\",\"arguments\":{\"path\":\"/bin/false\",\"arg\":[],"
                        + "\"capture-output\":false}}");
    }

    /** Until the launcher has heard of it. */
    private void connectAgent() {
        launcher.hypervisor.connectAgent();
        var ping = ProbeGuestRequest.newBuilder()
                .setPing(PingAgent.getDefaultInstance())
                .setTimeout(Duration.newBuilder().setSeconds(5))
                .build();
        await().ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                .untilAsserted(
                        () -> assertThat(launcher.blocking().probeGuest(ping)).isNotNull());
    }

    @Test
    void commandThatDoesNotEndExceedsItsDeadline() {
        launcher.hypervisor.agentAnswers(_ -> Optional.of("{\"return\":{\"pid\":77,\"exited\":false}}"));
        launcher.started();
        connectAgent();

        assertFailure(
                () -> launcher.blocking()
                        .probeGuest(ProbeGuestRequest.newBuilder()
                                .setRun(RunCommand.newBuilder().addCommand("/bin/sleep"))
                                .setTimeout(Duration.newBuilder().setSeconds(1))
                                .build()),
                Status.Code.DEADLINE_EXCEEDED,
                "AGENT_SILENT");
    }

    private AgentInfo info() {
        return launcher.blocking()
                .getGuestInfo(GetGuestInfoRequest.getDefaultInstance())
                .getInfo();
    }

    private void reboot() {
        launcher.blocking().rebootGuest(RebootGuestRequest.getDefaultInstance());
    }

    private ByteString screenshot() {
        return launcher.blocking()
                .takeScreenshot(
                        TakeScreenshotRequest.newBuilder().setMoveCursor(true).build())
                .getPng();
    }

    private StreamObserver<VncRequest> open(boolean preserve, Collected<VncResponse> seen) {
        var viewer = launcher.stub().vnc(seen);
        viewer.onNext(VncRequest.newBuilder()
                .setOpen(OpenVnc.newBuilder().setPreserveSession(preserve))
                .build());
        return viewer;
    }

    private static String text(Collected<VncResponse> seen) {
        var text = new StringBuilder();
        seen.messages().forEach(message -> text.append(message.getOutput().toStringUtf8()));
        return text.toString();
    }
}
