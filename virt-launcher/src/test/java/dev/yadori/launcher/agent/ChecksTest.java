package dev.yadori.launcher.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.agent.Duties.Check;
import dev.yadori.launcher.agent.Duties.Means;
import dev.yadori.launcher.agent.Duties.Purpose;
import dev.yadori.launcher.hypervisor.HypervisorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
    private static final Duration PERIOD = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final AgentLab lab;
    private Path probes;

    ChecksTest() throws HypervisorException {
        lab = new AgentLab();
    }

    @BeforeEach
    void begin() {
        probes = folder.resolve("probes");
        lab.agent.answer("guest-ping", "{\"return\":{}}");
        lab.agent.answer("guest-exec", "{\"return\":{\"pid\":1}}");
        exits(0);
    }

    @Test
    void guestIsReadyOnceItsAgentAnswers() {
        check(Purpose.READINESS);
        lab.watch.connection(false, true);
        lab.thread.pass(PERIOD.multipliedBy(2));
        assertThat(probes.resolve("ready")).doesNotExist();

        lab.connect();
        lab.thread.pass(PERIOD);

        assertThat(probes.resolve("ready")).exists();
    }

    @Test
    void guestWhoseAgentGoesSilentIsNoLongerReady() {
        check(Purpose.READINESS);
        lab.connect();
        lab.thread.pass(PERIOD);

        lab.hypervisor.silenceAgent();
        lab.thread.pass(PERIOD);

        assertThat(probes.resolve("ready")).doesNotExist();
    }

    @Test
    void commandDecidesByItsStatus() {
        check(Purpose.READINESS, "/bin/check", "a b");
        lab.connect();
        lab.thread.pass(PERIOD.plusSeconds(1));
        assertThat(probes.resolve("ready")).exists();

        exits(1);
        lab.thread.pass(PERIOD.plusSeconds(1));

        assertThat(probes.resolve("ready")).doesNotExist();
        assertThat(lab.hypervisor.calls())
                .contains("agent {\"execute\":\"guest-exec\",\"arguments\":{\"path\":\"/bin/check\",\"arg\":[\"a b\"],"
                        + "\"capture-output\":false}}");
    }

    @Test
    void commandThatNeverEndsHasFailed() {
        lab.agent.answer("guest-exec-status", "{\"return\":{\"exited\":false}}");
        check(Purpose.LIVENESS, "/bin/sleep");
        lab.connect();

        lab.thread.pass(PERIOD.plus(TIMEOUT).plusSeconds(1));

        assertThat(probes.resolve("dead")).exists();
    }

    @Test
    void pausedGuestIsNotJudged() {
        check(Purpose.LIVENESS);
        lab.connect();
        lab.hypervisor.silenceAgent();
        lab.watch.connection(true, false);

        lab.thread.pass(Duration.ofHours(1));

        assertThat(probes.resolve("dead")).doesNotExist();
    }

    @Test
    void guestThatDidNotAnswerBeforeItWasPausedIsNotDead() {
        check(Purpose.LIVENESS);
        lab.connect();
        lab.hypervisor.silenceAgent();
        lab.thread.pass(PERIOD);
        assertThat(probes.resolve("dead")).exists();

        lab.watch.connection(true, false);
        lab.thread.pass(PERIOD);

        assertThat(probes.resolve("dead")).doesNotExist();
    }

    @Test
    void pausedGuestStaysAsReadyAsItWas() {
        check(Purpose.READINESS);
        lab.connect();
        lab.thread.pass(PERIOD);

        lab.watch.connection(true, false);
        lab.thread.pass(Duration.ofHours(1));

        assertThat(probes.resolve("ready")).exists();
    }

    @Test
    void guestThatHasNotStartedHereIsNotDead() {
        check(Purpose.LIVENESS);

        lab.thread.pass(Duration.ofMinutes(5));

        assertThat(probes.resolve("dead")).doesNotExist();
    }

    @Test
    void guestThatRecoversIsAlive() {
        check(Purpose.LIVENESS);
        lab.connect();
        lab.hypervisor.silenceAgent();
        lab.thread.pass(PERIOD);
        assertThat(probes.resolve("dead")).exists();

        lab.hypervisor.wakeAgent();
        lab.thread.pass(PERIOD);

        assertThat(Files.exists(probes.resolve("dead"))).isFalse();
    }

    @Test
    void portThatNobodyListensOnIsNoLifeUntilItIsOpen() throws IOException {
        int port = freePort();
        check(Purpose.LIVENESS, port(port));
        lab.watch.connection(false, true);
        awaitPeriods(() -> assertThat(probes.resolve("dead")).exists());

        try (var open = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(open.isBound()).isTrue();
            awaitPeriods(() -> assertThat(probes.resolve("dead")).doesNotExist());
        }
    }

    private static int freePort() throws IOException {
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        }
    }

    @Test
    void portOfAGuestThatIsPausedMeanwhileIsNotJudged() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var request = new GuestPort.Request("/", List.of());
            check(
                    Purpose.LIVENESS,
                    new Means.Port(new GuestPort(
                            InetAddress.getLoopbackAddress(), silent.getLocalPort(), Optional.of(request))));
            lab.watch.connection(false, true);
            lab.thread.pass(PERIOD);
            silent.accept();

            lab.watch.connection(false, false);
            lab.thread.awaitOther();
            lab.thread.pass(Duration.ofHours(1));

            assertThat(probes.resolve("dead")).doesNotExist();
        }
    }

    private static Means port(int number) {
        return new Means.Port(new GuestPort(InetAddress.getLoopbackAddress(), number, Optional.empty()));
    }

    /** What comes of a port is known on another thread. */
    private void awaitPeriods(ThrowingRunnable holds) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            lab.thread.pass(PERIOD);
            holds.run();
        });
    }

    @Test
    void kubeletIsToldOfTheFirstRunEvenAfterARestart() {
        for (int life = 0; life < 2; life++) {
            var checks = new Checks(lab.line, lab.probe, probes);
            checks.guestRuns();
            checks.guestRuns();
            lab.thread.pass(Duration.ZERO);

            assertThat(probes).isDirectoryContaining(file -> file.endsWith("begun"));
        }
    }

    private void exits(int status) {
        lab.agent.answer("guest-exec-status", "{\"return\":{\"exited\":true,\"exitcode\":" + status + "}}");
    }

    private void check(Purpose purpose, String... command) {
        check(purpose, command.length == 0 ? new Means.Ping() : new Means.Command(List.of(command)));
    }

    private void check(Purpose purpose, Means means) {
        new Checks(lab.line, lab.probe, probes)
                .begin(new Duties(List.of(new Check(purpose, means, PERIOD, TIMEOUT)), List.of()));
        lab.thread.pass(Duration.ZERO);
    }
}
