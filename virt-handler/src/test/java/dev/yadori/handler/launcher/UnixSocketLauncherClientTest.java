package dev.yadori.handler.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yadori.handler.launcher.LauncherException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real socket, whose peer is this process. */
class UnixSocketLauncherClientTest implements LauncherClientContract {
    private final FakeLauncher launcher = new FakeLauncher(UID);
    private final List<List<Integer>> peers = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private UnixLauncher unix;
    private LauncherClient client;

    @BeforeEach
    void start() throws IOException {
        unix = UnixLauncher.serve(launcher, folder.resolve("launcher.sock"));
        client = unix.connect((pid, uid) -> {
            peers.add(List.of(pid, uid));
            return Optional.empty();
        });
    }

    @AfterEach
    void stop() {
        client.close();
        unix.close();
    }

    @Override
    public FakeLauncher launcher() {
        return launcher;
    }

    @Override
    public LauncherClient client() {
        return client;
    }

    @Test
    void thePeerIsVerifiedBeforeItIsUsed() throws Exception {
        client.info();

        int uid = (Integer) Files.getAttribute(folder, "unix:uid");
        assertThat(peers).containsExactly(List.of((int) ProcessHandle.current().pid(), uid));
    }

    @Test
    void aPeerThatIsRefusedIsToldNothing() {
        try (var refused = unix.connect((pid, uid) -> Optional.of("not in the pod"))) {
            assertThatThrownBy(() -> refused.start(LauncherClientContract.spec(UID, false)))
                    .isInstanceOfSatisfying(LauncherException.class, e -> {
                        assertThat(e.kind()).isEqualTo(Kind.UNTRUSTED);
                        assertThat(e).hasMessage("not in the pod");
                    });
        }
        assertThat(launcher.started()).isEmpty();
    }

    @Test
    void aLauncherThatGoesIsLostAndNotStopped() {
        var heard = new Heard();
        client.watch(heard);
        await().untilAsserted(() -> assertThat(heard.states).hasSize(1));

        unix.die();

        await().untilAsserted(() -> assertThat(heard.lost).containsExactly(Kind.UNREACHABLE));
        assertThat(heard.states).containsExactly(new GuestState.Absent());
    }
}
