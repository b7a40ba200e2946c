package dev.yadori.launcher.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.agent.Credentials.State;
import dev.yadori.launcher.agent.Duties.Credential;
import dev.yadori.launcher.hypervisor.HypervisorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final Duration SOON = Duration.ofSeconds(16);
    private static final String KEYS = "guest-ssh-add-authorized-keys";
    private static final String PASSWORD = "guest-set-user-password";

    @TempDir
    Path folder;

    private final AgentLab lab;
    private final List<State> states = new ArrayList<>();
    private final Credentials credentials;

    CredentialsTest() throws HypervisorException {
        lab = new AgentLab();
        credentials = new Credentials(lab.line, states::add);
    }

    @BeforeEach
    void agentTakesAll() {
        lab.agent.answer(KEYS, "{\"return\":{}}");
        lab.agent.answer(PASSWORD, "{\"return\":{}}");
    }

    @Test
    void keysOfAllFilesAreGivenToEachUser() throws IOException {
        write("keys/one", "ssh-ed25519 AAA me\n# a comment\n\n");
        write("keys/two", "ssh-rsa BBB\n");
        begin(new Credential.SshKeys(folder.resolve("keys"), List.of("debian", "root")));

        assertThat(commands(KEYS))
                .containsExactly(
                        keys("debian", "\"ssh-ed25519 AAA me\",\"ssh-rsa BBB\""),
                        keys("root", "\"ssh-ed25519 AAA me\",\"ssh-rsa BBB\""));
        assertThat(states).containsExactly(new State(true, ""));
    }

    @Test
    void twoSecretsOfOneUserAreOneSet() throws IOException {
        write("a/key", "ssh-rsa A");
        write("b/key", "ssh-rsa B");
        begin(
                new Credential.SshKeys(folder.resolve("a"), List.of("me")),
                new Credential.SshKeys(folder.resolve("b"), List.of("me")));

        assertThat(commands(KEYS)).containsExactly(keys("me", "\"ssh-rsa A\",\"ssh-rsa B\""));
    }

    @Test
    void passwordIsSetForTheUserOfItsFile() throws IOException {
        write("passwords/debian", "secret");
        begin(new Credential.Passwords(folder.resolve("passwords")));

        assertThat(commands(PASSWORD))
                .containsExactly(
                        "agent {\"execute\":\"guest-set-user-password\",\"arguments\":{\"username\":\"debian\","
                                + "\"password\":\"c2VjcmV0\",\"crypted\":false}}");
    }

    @Test
    void secretThatDoesNotChangeIsBroughtInOnce() throws IOException {
        write("passwords/debian", "secret");
        begin(new Credential.Passwords(folder.resolve("passwords")));

        lab.thread.pass(Duration.ofHours(1));

        assertThat(commands(PASSWORD)).hasSize(1);
        assertThat(states).hasSize(1);
    }

    @Test
    void secretThatChangesIsBroughtInAgain() throws IOException {
        write("passwords/debian", "secret");
        begin(new Credential.Passwords(folder.resolve("passwords")));

        write("passwords/debian", "other");
        lab.thread.pass(SOON);

        assertThat(commands(PASSWORD)).hasSize(2);
    }

    @Test
    void agentThatComesBackIsGivenThemAgain() throws IOException {
        write("passwords/debian", "secret");
        begin(new Credential.Passwords(folder.resolve("passwords")));

        lab.disconnect();
        credentials.forget();
        lab.connect();
        lab.thread.pass(SOON);

        assertThat(commands(PASSWORD)).hasSize(2);
    }

    @Test
    void refusalIsToldWithoutTheSecretAndTriedAgain() throws IOException {
        write("passwords/nobody", "secret");
        lab.agent.answer(PASSWORD, "");
        begin(new Credential.Passwords(folder.resolve("passwords")));
        assertThat(states.getLast().synchronizedNow()).isFalse();
        assertThat(states.getLast().message()).isNotEmpty().doesNotContain("secret", "nobody");

        lab.agent.answer(PASSWORD, "{\"return\":{}}");
        lab.thread.pass(SOON);

        assertThat(states.getLast()).isEqualTo(new State(true, ""));
    }

    @Test
    void secretThatIsNotMountedIsSaid() {
        begin(new Credential.Passwords(folder.resolve("nowhere")));

        assertThat(states).containsExactly(new State(false, "a mounted Secret cannot be read"));
    }

    private void begin(Credential... all) {
        lab.connect();
        credentials.begin(new Duties(List.of(), List.of(all)));
        lab.thread.pass(Duration.ZERO);
    }

    private List<String> commands(String name) {
        return lab.hypervisor.calls().stream()
                .filter(call -> call.contains("\"" + name + "\""))
                .toList();
    }

    private static String keys(String user, String list) {
        return "agent {\"execute\":\"guest-ssh-add-authorized-keys\",\"arguments\":{\"username\":\"" + user
                + "\",\"keys\":[" + list + "],\"reset\":true}}";
    }

    private void write(String file, String content) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
