package dev.yadori.launcher.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.launcher.agent.AgentInfo.Freeze;
import dev.yadori.launcher.hypervisor.HypervisorException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreezerTest {
    private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));

    @TempDir
    Path folder;

    private final AgentLab lab;
    private Freezer freezer;
    private Path file;

    FreezerTest() throws HypervisorException {
        lab = new AgentLab();
    }

    @BeforeEach
    void connect() {
        file = folder.resolve("thaw-at");
        freezer = lab.freezer(file);
        lab.connect();
    }

    @Test
    void frozenGuestIsThawedWhenTheTimeIsOver() {
        done(freezer.freeze(MINUTE));
        assertThat(lab.watch.info().orElseThrow().agent().freeze()).isEqualTo(Freeze.FROZEN);

        lab.thread.pass(Duration.ofSeconds(59));
        assertThat(lab.asked("guest-fsfreeze-thaw")).isZero();
        lab.thread.pass(Duration.ofSeconds(2));

        assertThat(lab.asked("guest-fsfreeze-thaw")).isEqualTo(1);
        assertThat(lab.watch.info().orElseThrow().agent().freeze()).isEqualTo(Freeze.THAWED);
        assertThat(file).doesNotExist();
    }

    @Test
    void launcherThatIsStartedAgainThaws() throws HypervisorException {
        done(freezer.freeze(MINUTE));
        var next = new AgentLab();
        next.agent.answer("guest-fsfreeze-status", "{\"return\":\"frozen\"}");
        next.connect();

        next.freezer(file).resume();
        next.thread.pass(Duration.ofSeconds(61));

        assertThat(next.asked("guest-fsfreeze-thaw")).isEqualTo(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void agentThatDoesNotThawIsAskedUntilItDoes() {
        done(freezer.freeze(MINUTE));
        lab.hypervisor.silenceAgent();
        lab.thread.pass(Duration.ofMinutes(2));
        assertThat(file).exists();

        lab.hypervisor.wakeAgent();
        lab.thread.pass(Duration.ofSeconds(6));

        assertThat(file).doesNotExist();
    }

    @Test
    void newTimeoutReplacesTheOneThatRuns() {
        done(freezer.freeze(MINUTE));
        done(freezer.freeze(Optional.of(Duration.ofMinutes(10))));

        lab.thread.pass(Duration.ofMinutes(9));
        assertThat(lab.asked("guest-fsfreeze-thaw")).isZero();
        assertThat(lab.asked("guest-fsfreeze-freeze")).isEqualTo(1);
        lab.thread.pass(Duration.ofMinutes(2));

        assertThat(lab.asked("guest-fsfreeze-thaw")).isEqualTo(1);
    }

    @Test
    void withoutTimeoutNobodyThaws() {
        done(freezer.freeze(Optional.empty()));

        lab.thread.pass(Duration.ofDays(1));

        assertThat(lab.asked("guest-fsfreeze-thaw")).isZero();
        assertThat(file).doesNotExist();
    }

    @Test
    void thawedByHandItIsNotThawedAgain() {
        done(freezer.freeze(MINUTE));
        done(freezer.thaw());

        lab.thread.pass(Duration.ofMinutes(5));

        assertThat(lab.asked("guest-fsfreeze-thaw")).isEqualTo(1);
    }

    @Test
    void freezeThatIsNotAnsweredIsUndone() {
        lab.hypervisor.agentAnswers(
                command -> command.contains("guest-fsfreeze-freeze") ? Optional.empty() : lab.agent.apply(command));

        var frozen = freezer.freeze(Optional.empty());
        lab.thread.pass(Duration.ZERO);

        assertThat(frozen.toCompletableFuture()).isCompletedExceptionally();
        assertThat(lab.asked("guest-fsfreeze-thaw")).isEqualTo(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void frozenGuestIsAskedForNothingElse() {
        done(freezer.freeze(Optional.empty()));
        long before = lab.asked("guest-get-users");

        lab.thread.pass(Duration.ofMinutes(10));

        assertThat(lab.asked("guest-get-users")).isEqualTo(before);
        assertThat(lab.watch.info().orElseThrow().users()).hasSize(1);
    }

    @Test
    void guestWithoutAgentCannotBeFrozen() {
        lab.disconnect();

        var frozen = freezer.freeze(MINUTE);
        lab.thread.pass(Duration.ZERO);

        assertThatThrownBy(frozen.toCompletableFuture()::join)
                .cause()
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.kind()).isEqualTo(AgentException.Kind.NO_AGENT));
        assertThat(file).doesNotExist();
    }

    private void done(CompletionStage<Void> stage) {
        lab.thread.pass(Duration.ZERO);
        assertThat(stage.toCompletableFuture()).isCompleted();
    }
}
