package dev.yadori.launcher.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.agent.AgentInfo.Nic;
import dev.yadori.launcher.hypervisor.HypervisorException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentWatchTest {
    private final AgentLab lab;

    AgentWatchTest() throws HypervisorException {
        lab = new AgentLab();
    }

    @Test
    void connectedAgentIsAskedAllAndToldOnce() {
        lab.connect();

        assertThat(lab.watch.info()).hasValueSatisfying(info -> {
            assertThat(info.host().name()).isEqualTo("guest");
            assertThat(info.users()).hasSize(1);
            assertThat(info.filesystems()).hasSize(1);
        });
        assertThat(lab.told).singleElement().satisfies(info -> {
            assertThat(info.host().os().id()).isEqualTo("debian");
            assertThat(info.users()).isEmpty();
            assertThat(info.filesystems()).isEmpty();
        });
    }

    @Test
    void agentThatSaysTheSameIsToldOnceADay() {
        lab.connect();

        lab.thread.pass(Duration.ofDays(1));

        assertThat(lab.told).hasSize(1);
    }

    @Test
    void agentIsAskedSeldom() {
        lab.connect();
        lab.thread.pass(Duration.ofMinutes(10));
        long before = lab.hypervisor.calls().size();

        lab.thread.pass(Duration.ofHours(1));

        assertThat(lab.hypervisor.calls().size() - before).isLessThan(60 * 8);
    }

    @Test
    void agentThatComesAndGoesIsAskedNoMoreThanOneThatStays() {
        for (int i = 0; i < 200; i++) {
            lab.hypervisor.connectAgent();
            lab.watch.connection(true, true);
            lab.watch.connection(false, true);
        }
        lab.connect();
        lab.thread.pass(Duration.ofMinutes(10));
        long before = lab.hypervisor.calls().size();

        lab.thread.pass(Duration.ofHours(1));

        assertThat(lab.hypervisor.calls().size() - before).isLessThan(60 * 8);
    }

    @Test
    void agentThatIsNotThereIsNotAsked() {
        lab.thread.pass(Duration.ofHours(1));

        assertThat(lab.hypervisor.calls()).noneMatch(call -> call.startsWith("agent"));
    }

    @Test
    void changeIsTold() {
        lab.connect();
        lab.agent.answer("guest-network-get-interfaces", """
                {"return":[{"name":"eth0","hardware-address":"02:00:00:00:00:01",
                "ip-addresses":[{"ip-address":"10.0.0.9"}]}]}""");

        lab.thread.pass(Duration.ofSeconds(31));

        assertThat(lab.told.getLast().nics())
                .containsExactly(new Nic("eth0", "02:00:00:00:00:01", List.of("10.0.0.9")));
    }

    @Test
    void agentThatLiesAnewEachTimeIsToldAtMostEveryTenSeconds() {
        lab.hypervisor.agentAnswers(command -> {
            var lie = lab.thread.now() + "-" + lab.hypervisor.calls().size();
            if (command.contains("host-name")) {
                return Optional.of("{\"return\":{\"host-name\":\"" + lie + "\"}}");
            }
            return command.contains("interfaces")
                    ? Optional.of("{\"return\":[{\"name\":\"" + lie + "\"}]}")
                    : lab.agent.apply(command);
        });
        lab.connect();

        lab.thread.pass(Duration.ofMinutes(5));

        assertThat(lab.told).hasSizeLessThanOrEqualTo(1 + 5 * 6);
        assertThat(lab.told).hasSizeGreaterThan(5);
    }

    @Test
    void silentAgentIsAskedOneQuestionARound() {
        lab.hypervisor.silenceAgent();
        lab.connect();

        lab.thread.pass(Duration.ofSeconds(59));

        assertThat(lab.hypervisor.calls().stream().filter(call -> call.startsWith("agent")))
                .hasSize(4);
        assertThat(lab.told).isEmpty();
    }

    @Test
    void agentThatWakesUpIsHeardAfterAll() {
        lab.hypervisor.silenceAgent();
        lab.connect();
        lab.thread.pass(Duration.ofMinutes(1));

        lab.hypervisor.wakeAgent();
        lab.thread.pass(Duration.ofMinutes(1));

        assertThat(lab.told).isNotEmpty();
        assertThat(lab.watch.info().orElseThrow().host().name()).isEqualTo("guest");
    }

    @Test
    void nonsenseToOneQuestionLeavesTheOthers() {
        lab.agent.answer("guest-get-osinfo", "{\"return\":[[[[");
        lab.connect();

        assertThat(lab.told.getLast().host().name()).isEqualTo("guest");
        assertThat(lab.told.getLast().host().os().id()).isEmpty();
    }

    @Test
    void commandThatIsSwitchedOffIsNotAsked() {
        lab.agent.answer("guest-info", """
                {"return":{"version":"1","supported_commands":[
                {"name":"guest-get-users","enabled":false},{"name":"guest-get-host-name","enabled":true}]}}""");
        lab.connect();

        assertThat(lab.asked("guest-get-users")).isZero();
        assertThat(lab.asked("guest-get-fsinfo")).isZero();
        assertThat(lab.asked("guest-get-host-name")).isEqualTo(1);
    }

    @Test
    void whatAnAgentSaidIsForgottenWhenItGoes() {
        lab.connect();

        lab.disconnect();

        assertThat(lab.watch.info()).isEmpty();
    }

    @Test
    void pausedGuestIsNotAskedAndWhatItSaidStays() {
        lab.connect();
        long before = lab.hypervisor.calls().size();

        lab.watch.connection(true, false);
        lab.thread.pass(Duration.ofHours(1));

        assertThat(lab.hypervisor.calls()).hasSize((int) before);
        assertThat(lab.watch.info()).isPresent();
        lab.watch.connection(true, true);
        lab.thread.pass(Duration.ZERO);
        assertThat(lab.hypervisor.calls().size()).isGreaterThan((int) before);
    }
}
