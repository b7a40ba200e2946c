package dev.yadori.launcher.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.yadori.launcher.agent.AgentInfo.Command;
import dev.yadori.launcher.agent.AgentInfo.Disk;
import dev.yadori.launcher.agent.AgentInfo.Filesystem;
import dev.yadori.launcher.agent.AgentInfo.Freeze;
import dev.yadori.launcher.agent.AgentInfo.Kernel;
import dev.yadori.launcher.agent.AgentInfo.Mount;
import dev.yadori.launcher.agent.AgentInfo.Nic;
import dev.yadori.launcher.agent.AgentInfo.Os;
import dev.yadori.launcher.agent.AgentInfo.User;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTest {
    private static final int ROUNDS = 20_000;
    private static final String DAMAGE = "{}[]\",:0e-\\u\u0001x";

    @Test
    void allAnswersOfAnAgentAreLearned() throws AgentException {
        var info = AgentInfo.NONE;
        for (var question : Question.values()) {
            info = question.learn(info, FakeAgent.knownAnswer(question.command()));
        }

        assertThat(info.agent().version()).isEqualTo("9.2.0");
        assertThat(info.agent().freeze()).isEqualTo(Freeze.THAWED);
        assertThat(info.agent().commands())
                .hasSize(9)
                .contains(new Command("guest-ping", true), new Command("guest-set-time", false));
        assertThat(info.host())
                .isEqualTo(new AgentInfo.Host(
                        "guest",
                        "UTC, 0",
                        new Os(
                                "debian",
                                "Debian GNU/Linux",
                                "Debian GNU/Linux 13 (trixie)",
                                "13 (trixie)",
                                "13",
                                new Kernel("6.12.0-1-amd64", "#1 SMP", "x86_64"))));
        assertThat(info.nics()).containsExactly(new Nic("enp1s0", "02:00:00:aa:bb:cc", List.of("10.0.2.2", "fe80::1")));
        assertThat(info.filesystems())
                .containsExactly(new Filesystem(
                        new Mount("vda1", "/", "ext4"), 1000, 4000, List.of(new Disk("root", "virtio"))));
        assertThat(info.users()).containsExactly(new User("debian", "", 1_700_000_000));
        assertThat(info.truncated()).isFalse();
    }

    @Test
    void longListsAndTextsAreCutAndThatIsSaid() throws AgentException {
        var users = "{\"user\":\"%s\",\"login-time\":1}".formatted("ü".repeat(1000));
        var answer = "{\"return\":[" + (users + ",").repeat(199) + users + "]}";

        var info = Question.USERS.learn(AgentInfo.NONE, answer);

        assertThat(info.users())
                .hasSize(64)
                .allSatisfy(user -> assertThat(user.name()).isEqualTo("ü".repeat(64)));
        assertThat(info.truncated()).isTrue();
    }

    @Test
    void controlCharactersAndBrokenOnesAreReplaced() throws AgentException {
        var info = Question.HOST_NAME.learn(AgentInfo.NONE, "{\"return\":{\"host-name\":\"a\\u001b[2J\\ud800b\\n\"}}");

        assertThat(info.host().name()).isEqualTo("a?[2J?b?");
    }

    @Test
    void addressesThatAreNoneAreLeftOut() throws AgentException {
        var info = Question.INTERFACES.learn(AgentInfo.NONE, """
                {"return":[{"name":"x","hardware-address":"not a mac","ip-addresses":[
                 {"ip-address":"10.0.0.1\\", \\"evil\\": \\"1"},{"ip-address":"10.0.0.1"},{"ip-address":7}]}]}""");

        assertThat(info.nics()).containsExactly(new Nic("x", "", List.of("10.0.0.1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "{\"return\":",
                "{\"return\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
                "{\"return\":{\"version\":1e999999}}",
                "<html>"
            })
    void nonsenseIsSaidToBeSo(String answer) {
        assertThatThrownBy(() -> Question.AGENT.learn(AgentInfo.NONE, answer))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.kind()).isEqualTo(AgentException.Kind.NONSENSE));
    }

    @ParameterizedTest
    @EnumSource(Question.class)
    void answersOfAnotherShapeTeachNothing(Question question) throws AgentException {
        for (var answer : List.of("7", "\"text\"", "null", "true", "[7,null,[],{}]", "{\"name\":{},\"user\":[1]}")) {
            assertThat(question.learn(AgentInfo.NONE, "{\"return\":" + answer + "}"))
                    .isNotNull();
        }
    }

    /** Whatever bytes a guest sends, the only thing thrown is what callers expect. */
    @ParameterizedTest
    @EnumSource(Question.class)
    void damagedAnswersDoNoHarm(Question question) {
        var random = new Random(question.name().hashCode());
        var good = FakeAgent.knownAnswer(question.command()).toCharArray();
        for (int round = 0; round < ROUNDS; round++) {
            var bad = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bad[random.nextInt(bad.length)] = DAMAGE.charAt(random.nextInt(DAMAGE.length()));
            }

            var thrown = catchThrowable(() -> question.learn(AgentInfo.NONE, new String(bad)));

            assertThat(thrown == null || thrown instanceof AgentException)
                    .as("%s: %s", new String(bad), thrown)
                    .isTrue();
        }
    }
}
