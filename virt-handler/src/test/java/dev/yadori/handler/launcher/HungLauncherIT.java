package dev.yadori.handler.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yadori.handler.launcher.LauncherClientContract.Heard;
import dev.yadori.handler.launcher.LauncherException.Kind;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HungLauncherIT {
    /** The question comes after 20 s of silence and may take 10 s to be answered. */
    private static final Duration NOTICED = Duration.ofSeconds(45);

    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @TempDir
    private Path folder;

    private LauncherProcess launcher;

    @BeforeEach
    void start() throws IOException {
        launcher = LauncherProcess.start(folder.resolve("launcher.sock"), LauncherClientContract.UID);
    }

    @AfterEach
    void stop() {
        launcher.close();
        var _ = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private LauncherClient connect() {
        var channel = new UnixChannels(eventLoop, Runnable::run)
                .open(folder.resolve("launcher.sock").toString(), (_, _) -> Optional.empty());
        return new GrpcLauncherClient(channel);
    }

    @Test
    void processThatIsStoppedIsLostAndNotItsGuestAndIsFoundWhenItGoesOn() throws Exception {
        var heard = new Heard();
        try (var client = connect()) {
            client.watch(heard);
            await().untilAsserted(() -> assertThat(heard.states).containsExactly(new GuestState.Running()));

            launcher.hang();

            await().atMost(NOTICED).untilAsserted(() -> assertThat(heard.lost).containsExactly(Kind.UNREACHABLE));
            assertThat(heard.states).containsExactly(new GuestState.Running());
        }
        try (var client = connect()) {
            assertThatThrownBy(client::info)
                    .isInstanceOfSatisfying(
                            LauncherException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
        }

        launcher.goOn();

        var again = new Heard();
        try (var client = connect()) {
            client.watch(again);
            await().untilAsserted(() -> assertThat(again.states).containsExactly(new GuestState.Running()));
            assertThat(client.info().objectUid()).isEqualTo(LauncherClientContract.UID);
        }
    }

    @Test
    void launcherThatIsAtPeaceIsAskedAndKept() {
        var heard = new Heard();
        try (var client = connect()) {
            client.watch(heard);

            // Long enough for several questions, of which a launcher that does not permit them takes two.
            await().during(Duration.ofSeconds(65))
                    .atMost(Duration.ofSeconds(75))
                    .untilAsserted(() -> assertThat(heard.lost).isEmpty());
        }
    }
}
