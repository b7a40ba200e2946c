package dev.yadori.launcher.grpc;

import static dev.yadori.launcher.grpc.ServedLauncher.assertFailure;
import static dev.yadori.launcher.grpc.ServedLauncher.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.yadori.launcher.console.FakeEmulator;
import dev.yadori.proto.launcher.v1.Consoles;
import dev.yadori.proto.launcher.v1.OpenVnc;
import dev.yadori.proto.launcher.v1.RebootGuestRequest;
import dev.yadori.proto.launcher.v1.ResetGuestRequest;
import dev.yadori.proto.launcher.v1.TakeScreenshotRequest;
import dev.yadori.proto.launcher.v1.VncRequest;
import dev.yadori.proto.launcher.v1.VncResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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

        await().untilAsserted(() -> assertThat(launcher.hypervisor.calls()).endsWith("reboot by AGENT"));
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

        await().untilAsserted(
                        () -> assertThat(launcher.hypervisor.calls()).endsWith("reboot by AGENT", "reboot by ACPI"));
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
