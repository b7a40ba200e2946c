package dev.yadori.handler.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.yadori.handler.launcher.LauncherException.Kind;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import dev.yadori.proto.launcher.v1.GuestInterface;
import dev.yadori.proto.launcher.v1.GuestInterfaces;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.Lifecycle;
import dev.yadori.proto.launcher.v1.NetworkInterface;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a client of a launcher does, over whatever it reaches it. */
interface LauncherClientContract {
    String UID = "11111111-2222-3333-4444-555555555555";

    FakeLauncher launcher();

    LauncherClient client();

    /** What a watch has said. */
    final class Heard implements LauncherClient.WatchListener {
        final List<GuestState> states = new CopyOnWriteArrayList<>();
        final List<Kind> lost = new CopyOnWriteArrayList<>();

        @Override
        public void report(GuestReport report) {
            states.add(report.state());
        }

        @Override
        public void lost(LauncherException why) {
            lost.add(why.kind());
        }
    }

    /** What a console has said. */
    final class Screen implements LineListener {
        final List<String> output = new CopyOnWriteArrayList<>();
        final List<Optional<Kind>> ended = new CopyOnWriteArrayList<>();

        @Override
        public void output(ByteString bytes) {
            output.add(bytes.toStringUtf8());
        }

        @Override
        public void ready() {}

        @Override
        public void ended(Optional<LauncherException> why) {
            ended.add(why.map(LauncherException::kind));
        }
    }

    static LaunchSpec spec(String uid, boolean paused) {
        return LaunchSpec.newBuilder()
                .setIdentity(GuestIdentity.newBuilder().setObjectUid(uid))
                .setLifecycle(Lifecycle.newBuilder().setStartPaused(paused))
                .build();
    }

    @Test
    default void saysWhoItIs() throws Exception {
        assertThat(client().info()).isEqualTo(new LauncherInfo(1, "fake", UID, List.of()));
    }

    @Test
    default void aStartIsReportedAndCanBeRepeated() throws Exception {
        var first = client().start(spec(UID, true));
        var second = client().start(spec(UID, true));

        assertThat(first.state()).isEqualTo(new GuestState.Paused(GuestState.PauseReason.START_STRATEGY));
        assertThat(first.machineType()).isEqualTo("pc-q35-9.2");
        assertThat(second).isEqualTo(first);
        assertThat(launcher().started()).hasSize(1);
    }

    @Test
    default void aWatchBeginsWithTheStateNow() {
        launcher().become(GuestStatus.State.STATE_RUNNING);
        var heard = new Heard();

        client().watch(heard);

        await().until(() -> !heard.states.isEmpty());
        assertThat(heard.states.getFirst()).isInstanceOf(GuestState.Running.class);
    }

    @Test
    default void cardsAreToldAndReported() throws Exception {
        var card =
                NetworkInterface.newBuilder().setName("blue").setLinkDown(true).build();
        launcher()
                .become(GuestStatus.newBuilder()
                        .setState(GuestStatus.State.STATE_RUNNING)
                        .setInterfaces(GuestInterfaces.newBuilder()
                                .addItems(GuestInterface.newBuilder().setName("blue")))
                        .build());

        client().updateInterfaces(List.of(card));

        assertThat(launcher().updates()).containsExactly(List.of(card));
        assertThat(client().start(spec(UID, false)).cards()).contains(Map.of("blue", false));
    }

    @Test
    default void aGuestOfAnotherObjectIsNotTouched() {
        assertThatThrownBy(() -> client().start(spec("another", false)))
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OTHER_GUEST));
        assertThat(launcher().started()).isEmpty();
    }

    @Test
    default void aFailureKeepsItsReasonAndSentence() {
        launcher().failNextStart(Status.FAILED_PRECONDITION.withDescription("no disk in the image"), "DISK_MISSING");

        assertThatThrownBy(() -> client().start(spec(UID, false)))
                .isInstanceOfSatisfying(LauncherException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.NOT_READY);
                    assertThat(e.reason()).isEqualTo("DISK_MISSING");
                    assertThat(e).hasMessage("no disk in the image");
                });
    }

    @Test
    default void aWatchTellsTheStateNowAndEachChange() {
        launcher().become(GuestStatus.State.STATE_RUNNING);
        var heard = new Heard();

        var watch = client().watch(heard);

        await().untilAsserted(() -> assertThat(heard.states).containsExactly(new GuestState.Running()));
        launcher().become(GuestStatus.State.STATE_SHUTTING_DOWN);
        launcher()
                .become(GuestStatus.newBuilder()
                        .setState(GuestStatus.State.STATE_STOPPED)
                        .setStopReason(GuestStatus.StopReason.STOP_REASON_CRASHED)
                        .build());
        await().untilAsserted(() -> assertThat(heard.states)
                .containsExactly(
                        new GuestState.Running(),
                        new GuestState.ShuttingDown(),
                        new GuestState.Stopped(GuestState.StopReason.CRASHED)));
        watch.close();
        await().untilAsserted(() -> assertThat(launcher().watchers()).isZero());
        assertThat(heard.lost).isEmpty();
    }

    @Test
    default void aWordThatIsNotKnownIsNoProof() {
        launcher().become(GuestStatus.newBuilder().setStateValue(99).build());
        var heard = new Heard();

        client().watch(heard);

        await().untilAsserted(() -> assertThat(heard.states).containsExactly(new GuestState.Unknown()));
    }

    @Test
    default void pausesAndResumes() throws Exception {
        client().start(spec(UID, false));
        var heard = new Heard();
        client().watch(heard);
        await().untilAsserted(() -> assertThat(heard.states).containsExactly(new GuestState.Running()));

        client().pause();
        client().resume();

        await().untilAsserted(() -> assertThat(heard.states)
                .endsWith(new GuestState.Paused(GuestState.PauseReason.USER), new GuestState.Running()));
    }

    @Test
    default void outputOfAConsoleWaitsForItsReader() {
        var screen = new Screen();
        var line = client().console(0, screen);
        await().untilAsserted(() -> assertThat(screen.output).containsExactly("login: "));

        line.input(ByteString.copyFromUtf8("root\n"));
        line.input(ByteString.copyFromUtf8("ls\n"));
        line.request(1);

        await().untilAsserted(() -> assertThat(screen.output).containsExactly("login: ", "root\n"));
        line.request(1);
        await().untilAsserted(() -> assertThat(screen.output).containsExactly("login: ", "root\n", "ls\n"));
        line.close();
        await().untilAsserted(() -> assertThat(launcher().hasConsole()).isFalse());
    }

    @Test
    default void anotherConsoleEndsTheOneBefore() {
        var first = new Screen();
        client().console(0, first);
        await().untilAsserted(() -> assertThat(first.output).isNotEmpty());

        client().console(0, new Screen());

        await().untilAsserted(() -> assertThat(first.ended).containsExactly(Optional.of(Kind.REPLACED)));
    }

    @Test
    default void aScreenIsSeenUnlessItIsInUse() {
        var first = new Screen();
        client().screen(false, first).input(ByteString.copyFromUtf8("hello"));
        await().untilAsserted(() -> assertThat(first.output).containsExactly("RFB 003.008\n"));

        var second = new Screen();
        client().screen(true, second);

        await().untilAsserted(() -> assertThat(second.ended).containsExactly(Optional.of(Kind.IN_USE)));
        assertThat(first.ended).isEmpty();
    }

    @Test
    default void aScreenshotMayBeLarge() throws LauncherException {
        assertThat(client().screenshot(true).size()).isEqualTo(FakeLauncher.SCREENSHOT);
    }

    @Test
    default void whatTheGuestUsesIsTold() throws LauncherException {
        assertThat(client().stats().getCpuNanoseconds()).isEqualTo(1_500_000_000L);
        assertThat(client().stats().hasMemory()).isFalse();
    }

    @Test
    default void buttonsArePressed() throws LauncherException {
        client().reset();
        client().reboot();

        assertThat(launcher().buttons()).containsExactly("reset", "reboot");
    }

    @Test
    default void theAgentIsAskedAndFileSystemsAreFrozen() throws LauncherException {
        client().freeze(Duration.ofMinutes(5));
        client().thaw();

        assertThat(launcher().buttons()).containsExactly("freeze 300", "thaw");
        assertThat(client().agentInfo().getHostname()).isEqualTo("fake");
    }
}
