package dev.yadori.launcher.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.agent.Duties.Check;
import dev.yadori.launcher.agent.Duties.Purpose;
import dev.yadori.launcher.hypervisor.HypervisorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        new Checks(lab.line, lab.probe, probes)
                .begin(new Duties(List.of(new Check(purpose, List.of(command), PERIOD, TIMEOUT)), List.of()));
        lab.thread.pass(Duration.ZERO);
    }
}
