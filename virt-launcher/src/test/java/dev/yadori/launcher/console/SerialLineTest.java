package dev.yadori.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.console.Terminal.Ending;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialLineTest {
    private static final int CHUNK = 64 * 1024;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @TempDir
    Path folder;

    private FakeEmulator emulator;
    private SerialLine line;

    @BeforeEach
    void listen() throws IOException {
        emulator = FakeEmulator.listening(folder.resolve("serial"));
        line = new SerialLine(loop, folder.resolve("serial"), new SerialLog(folder.resolve("log"), 1024));
    }

    @AfterEach
    void end() throws IOException {
        emulator.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void whatTheGuestSaysIsSeenAndWhatIsTypedIsHeard() throws IOException {
        var screen = new Screen();
        var session = line.open(0, screen);
        try (var guest = emulator.accept()) {
            guest.say("login: ");
            await().untilAsserted(() -> assertThat(screen.text()).isEqualTo("login: "));

            session.input("root\n".getBytes(StandardCharsets.UTF_8));

            assertThat(guest.hear()).isEqualTo("root\n");
            await().untilAsserted(() -> assertThat(screen.invitations).hasValue(2));
        }
    }

    @Test
    void whatWasSaidBeforeComesFirst() throws IOException {
        Files.writeString(folder.resolve("log"), "booting\nwelcome\n");
        var screen = new Screen();
        line.open(8, screen);
        try (var guest = emulator.accept()) {
            guest.say("$ ");

            await().untilAsserted(() -> assertThat(screen.text()).isEqualTo("welcome\n$ "));
        }
    }

    @Test
    void newTerminalEndsTheOneBefore() throws IOException {
        var first = new Screen();
        line.open(0, first);
        try (var before = emulator.accept()) {
            var second = new Screen();
            line.open(0, second);
            try (var now = emulator.accept()) {
                assertThat(before.hear()).isEmpty();
                now.say("hello");

                await().untilAsserted(() -> assertThat(second.text()).isEqualTo("hello"));
                assertThat(first.endings).containsExactly(Ending.TAKEN_OVER);
            }
        }
    }

    @Test
    void terminalWithoutRoomStopsTheGuest() throws IOException {
        var screen = new Screen();
        screen.ready = false;
        var session = line.open(0, screen);
        try (var guest = emulator.accept()) {
            int said = 0;
            int some;
            do {
                some = guest.saySome(new byte[CHUNK]);
                said += some;
            } while (some > 0);
            assertThat(screen.size()).isZero();

            screen.ready = true;
            session.ready();

            int all = said;
            await().untilAsserted(() -> assertThat(screen.size()).isEqualTo(all));
        }
    }

    @Test
    void lineIsClosedWhenTheGuestEnds() throws IOException {
        var screen = new Screen();
        line.open(0, screen);

        emulator.accept().close();

        await().untilAsserted(() -> assertThat(screen.endings).containsExactly(Ending.LINE_CLOSED));
    }

    @Test
    void lineThatIsNotThereIsSaid() throws IOException {
        emulator.close();
        var screen = new Screen();

        line.open(0, screen);

        await().untilAsserted(() -> assertThat(screen.endings).containsExactly(Ending.NOT_RUNNING));
    }

    /** Keeps what it is shown. */
    private static final class Screen implements Terminal {
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
        private final AtomicInteger invitations = new AtomicInteger();
        private final List<Ending> endings = new CopyOnWriteArrayList<>();
        private volatile boolean ready = true;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void output(byte[] bytes) {
            shown.writeBytes(bytes);
        }

        @Override
        public void mayType() {
            invitations.incrementAndGet();
        }

        @Override
        public void ended(Ending ending) {
            endings.add(ending);
        }

        String text() {
            return shown.toString(StandardCharsets.UTF_8);
        }

        int size() {
            return shown.size();
        }
    }
}
