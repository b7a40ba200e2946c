package dev.yadori.handler.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.yadori.handler.grpc.GuestDirectory.Found;
import dev.yadori.handler.launcher.FakeLauncher;
import dev.yadori.handler.launcher.GrpcLauncherClient;
import dev.yadori.proto.handler.v1.ConsoleRequest;
import dev.yadori.proto.handler.v1.ConsoleResponse;
import dev.yadori.proto.handler.v1.FreezeFilesystemsRequest;
import dev.yadori.proto.handler.v1.GetGuestInfoRequest;
import dev.yadori.proto.handler.v1.GuestReference;
import dev.yadori.proto.handler.v1.HandlerServiceGrpc;
import dev.yadori.proto.handler.v1.OpenConsole;
import dev.yadori.proto.handler.v1.OpenVnc;
import dev.yadori.proto.handler.v1.PauseGuestRequest;
import dev.yadori.proto.handler.v1.RebootGuestRequest;
import dev.yadori.proto.handler.v1.ResetGuestRequest;
import dev.yadori.proto.handler.v1.ResumeGuestRequest;
import dev.yadori.proto.handler.v1.TakeScreenshotRequest;
import dev.yadori.proto.handler.v1.ThawFilesystemsRequest;
import dev.yadori.proto.handler.v1.VncRequest;
import dev.yadori.proto.handler.v1.VncResponse;
import dev.yadori.proto.launcher.v1.GuestStatus.State;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlerServiceTest {
    private final FakeLauncher launcher = new FakeLauncher("uid-1");
    private Server launcherServer;
    private Server server;
    private ManagedChannel toLauncher;
    private ManagedChannel toHandler;

    /** What a user sees. */
    private static final class Screen implements StreamObserver<ConsoleResponse> {
        final List<String> said = new CopyOnWriteArrayList<>();
        final List<Status.Code> ended = new CopyOnWriteArrayList<>();

        @Override
        public void onNext(ConsoleResponse response) {
            said.add(response.getOutput().toStringUtf8());
        }

        @Override
        public void onError(Throwable failure) {
            ended.add(Status.fromThrowable(failure).getCode());
        }

        @Override
        public void onCompleted() {
            ended.add(Status.Code.OK);
        }
    }

    @BeforeEach
    void start() throws IOException {
        launcherServer = serve("launcher", launcher);
        toLauncher = InProcessChannelBuilder.forName("launcher").build();
        var client = new GrpcLauncherClient(toLauncher);
        server = serve("handler", new HandlerService((namespace, name, uid) -> switch (name) {
            case "tiny" -> uid.isEmpty() || uid.equals("uid-1") ? new Found.Reachable(client) : new Found.Nowhere();
            case "silent" -> new Found.Unreachable();
            default -> new Found.Nowhere();
        }));
        toHandler = InProcessChannelBuilder.forName("handler").build();
        launcher.become(State.STATE_RUNNING);
    }

    @AfterEach
    void stop() {
        toHandler.shutdownNow();
        toLauncher.shutdownNow();
        server.shutdownNow();
        launcherServer.shutdownNow();
    }

    private static Server serve(String name, BindableService service) throws IOException {
        return InProcessServerBuilder.forName(name).addService(service).build().start();
    }

    private static GuestReference guest(String name, String uid) {
        return GuestReference.newBuilder()
                .setNamespace("guests")
                .setName(name)
                .setUid(uid)
                .build();
    }

    private static ConsoleRequest open(String name) {
        return ConsoleRequest.newBuilder()
                .setOpen(OpenConsole.newBuilder().setGuest(guest(name, "")))
                .build();
    }

    private static ConsoleRequest typed(String text) {
        return ConsoleRequest.newBuilder()
                .setInput(ByteString.copyFromUtf8(text))
                .build();
    }

    private StreamObserver<ConsoleRequest> console(Screen screen) {
        return HandlerServiceGrpc.newStub(toHandler).console(screen);
    }

    private HandlerServiceGrpc.HandlerServiceBlockingStub blocking() {
        return HandlerServiceGrpc.newBlockingStub(toHandler).withMaxInboundMessageSize(16 << 20);
    }

    @Test
    void pausesAndResumes() {
        var guest = guest("tiny", "uid-1");

        assertThat(blocking()
                        .pauseGuest(
                                PauseGuestRequest.newBuilder().setGuest(guest).build()))
                .isNotNull();
        assertThat(launcher.state()).isEqualTo(State.STATE_PAUSED);
        assertThat(blocking()
                        .resumeGuest(
                                ResumeGuestRequest.newBuilder().setGuest(guest).build()))
                .isNotNull();
        assertThat(launcher.state()).isEqualTo(State.STATE_RUNNING);
    }

    @ParameterizedTest
    @CsvSource({
        "tiny,      another-uid, NOT_FOUND",
        "elsewhere, '',          NOT_FOUND",
        "silent,    '',          UNAVAILABLE",
        "'',        '',          INVALID_ARGUMENT"
    })
    void aGuestThatCannotBeServedIsSaid(String name, String uid, Status.Code code) {
        var request = PauseGuestRequest.newBuilder().setGuest(guest(name, uid)).build();

        assertThatThrownBy(() -> blocking().pauseGuest(request))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
    }

    @Test
    void whatTheLauncherRefusesIsPassedOn() {
        launcher.become(State.STATE_STARTING);
        var request = PauseGuestRequest.newBuilder().setGuest(guest("tiny", "")).build();

        assertThatThrownBy(() -> blocking().pauseGuest(request))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getDescription()).isEqualTo("it does not run"));
    }

    @Test
    void aScreenGoesBothWaysUntilTheUserLeaves() {
        var seen = new CopyOnWriteArrayList<String>();
        var viewer = HandlerServiceGrpc.newStub(toHandler).vnc(new StreamObserver<>() {
            @Override
            public void onNext(VncResponse response) {
                seen.add(response.getOutput().toStringUtf8());
            }

            @Override
            public void onError(Throwable failure) {
                seen.add("failed");
            }

            @Override
            public void onCompleted() {
                seen.add("over");
            }
        });

        viewer.onNext(VncRequest.newBuilder()
                .setOpen(OpenVnc.newBuilder().setGuest(guest("tiny", "")))
                .build());
        viewer.onNext(VncRequest.newBuilder()
                .setInput(ByteString.copyFromUtf8("client"))
                .build());

        await().untilAsserted(() -> assertThat(seen).containsExactly("RFB 003.008\n", "client"));
        viewer.onCompleted();
        await().untilAsserted(() -> assertThat(seen).endsWith("over"));
    }

    @Test
    void screenshotsAndButtonsArePassedOn() {
        var guest = guest("tiny", "");

        var png = blocking()
                .takeScreenshot(
                        TakeScreenshotRequest.newBuilder().setGuest(guest).build())
                .getPng();
        var _ = blocking()
                .resetGuest(ResetGuestRequest.newBuilder().setGuest(guest).build());
        var _ = blocking()
                .rebootGuest(RebootGuestRequest.newBuilder().setGuest(guest).build());

        assertThat(png.size()).isEqualTo(FakeLauncher.SCREENSHOT);
        assertThat(launcher.buttons()).containsExactly("reset", "reboot");
    }

    @Test
    void freezesThawsAndTellsOfTheAgent() {
        var guest = guest("tiny", "");

        var _ = blocking()
                .freezeFilesystems(FreezeFilesystemsRequest.newBuilder()
                        .setGuest(guest)
                        .setUnfreezeTimeout(Duration.newBuilder().setSeconds(7))
                        .build());
        var _ = blocking()
                .thawFilesystems(
                        ThawFilesystemsRequest.newBuilder().setGuest(guest).build());
        var info = blocking()
                .getGuestInfo(GetGuestInfoRequest.newBuilder().setGuest(guest).build())
                .getInfo();

        assertThat(launcher.buttons()).containsExactly("freeze 7", "thaw");
        assertThat(info.getHostname()).isEqualTo("fake");
    }

    @Test
    void aConsoleGoesBothWaysUntilTheUserLeaves() {
        var screen = new Screen();
        var keys = console(screen);

        keys.onNext(open("tiny"));
        keys.onNext(typed("root\n"));
        keys.onNext(typed("ls\n"));

        await().untilAsserted(() -> assertThat(String.join("", screen.said)).isEqualTo("login: root\nls\n"));
        keys.onCompleted();
        await().untilAsserted(() -> assertThat(screen.ended).containsExactly(Status.Code.OK));
        await().untilAsserted(() -> assertThat(launcher.hasConsole()).isFalse());
    }

    @Test
    void anotherConsoleEndsTheFirst() {
        var first = new Screen();
        console(first).onNext(open("tiny"));
        await().untilAsserted(() -> assertThat(String.join("", first.said)).isEqualTo("login: "));

        console(new Screen()).onNext(open("tiny"));

        await().untilAsserted(() -> assertThat(first.ended).containsExactly(Status.Code.ABORTED));
    }

    @ParameterizedTest
    @CsvSource({"silent, UNAVAILABLE", "elsewhere, NOT_FOUND"})
    void aConsoleOfNoGuestIsRefused(String name, Status.Code code) {
        var screen = new Screen();

        console(screen).onNext(open(name));

        await().untilAsserted(() -> assertThat(screen.ended).containsExactly(code));
    }

    @Test
    void theFirstMessageOpens() {
        var screen = new Screen();

        console(screen).onNext(typed("ls\n"));

        await().untilAsserted(() -> assertThat(screen.ended).containsExactly(Status.Code.INVALID_ARGUMENT));
    }

    @Test
    void aUserWhoIsGoneHangsUp() {
        var screen = new Screen();
        console(screen).onNext(open("tiny"));
        await().untilAsserted(() -> assertThat(launcher.hasConsole()).isTrue());

        toHandler.shutdownNow();

        await().untilAsserted(() -> assertThat(launcher.hasConsole()).isFalse());
    }
}
