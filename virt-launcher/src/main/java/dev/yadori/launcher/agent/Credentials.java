package dev.yadori.launcher.agent;

import dev.yadori.launcher.log.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps users' keys and passwords in the guest as mounted Secrets have them. They are brought in when the agent connects and
 * when a Secret changes, and again until the guest has taken them. Nothing of them is logged or told.
 */
public final class Credentials {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
    private static final int MOST_FILES = 64;
    private static final int LARGEST_FILE = 64 * 1024;

    private final AgentLine line;
    private final Consumer<State> listener;
    private Map<Path, List<Secret>> inGuest = Map.of();
    private Optional<State> told = Optional.empty();
    private boolean begun;

    /**
     * What became of them.
     *
     * @param message one sentence; empty where all is well
     */
    public record State(boolean synchronizedNow, String message) {}

    /** A file of a Secret; only as good as its comparison, and never shown. */
    private record Secret(String name, String content) {
        @Override
        public String toString() {
            return "Secret[" + name + "]";
        }
    }

    /** The listener is called on the agent's thread, when the state has changed. */
    public Credentials(AgentLine line, Consumer<State> listener) {
        this.line = line;
        this.listener = listener;
    }

    /** Repeatable. */
    public void begin(Duties duties) {
        if (duties.credentials().isEmpty()) {
            return;
        }
        var _ = line.submit(() -> {
            if (!begun) {
                begun = true;
                again(duties.credentials());
            }
            return begun;
        });
    }

    /** The agent is another one now, and so may be the guest's disk. */
    public void forget() {
        var _ = line.submit(() -> {
            inGuest = Map.of();
            return begun;
        });
    }

    private void again(List<Duties.Credential> credentials) {
        if (line.isOpen()) {
            synchronize(credentials);
        }
        line.later(LOOK_AGAIN, () -> again(credentials));
    }

    private void synchronize(List<Duties.Credential> credentials) {
        try {
            var mounted = new TreeMap<Path, List<Secret>>();
            for (var credential : credentials) {
                mounted.put(credential.folder(), secrets(credential.folder()));
            }
            if (!mounted.equals(inGuest)) {
                bringIn(credentials, mounted);
                inGuest = mounted;
            }
            tell(new State(true, ""));
        } catch (IOException e) {
            tell(new State(false, "a mounted Secret cannot be read"));
        } catch (AgentException e) {
            tell(new State(
                    false,
                    switch (e.kind()) {
                        case NO_AGENT, SILENT -> "the guest's agent does not answer";
                        case REFUSED, NONSENSE -> "the guest's agent refuses a credential, or knows its user not yet";
                    }));
        }
    }

    private void tell(State state) {
        if (!told.equals(Optional.of(state))) {
            told = Optional.of(state);
            Log.info()
                    .addKeyValue("synchronized", state.synchronizedNow())
                    .addKeyValue("reason", state.message())
                    .log("access credentials");
            listener.accept(state);
        }
    }

    private void bringIn(List<Duties.Credential> credentials, Map<Path, List<Secret>> mounted) throws AgentException {
        var keysByUser = new TreeMap<String, List<String>>();
        for (var credential : credentials) {
            var secrets = mounted.getOrDefault(credential.folder(), List.of());
            switch (credential) {
                case Duties.Credential.SshKeys(var _, var users) ->
                    users.forEach(user -> keysByUser
                            .computeIfAbsent(user, _ -> new ArrayList<>())
                            .addAll(keys(secrets)));
                case Duties.Credential.Passwords _ -> passwords(secrets);
            }
        }
        for (var entry : keysByUser.entrySet()) {
            keys(entry.getKey(), entry.getValue());
        }
    }

    private static List<String> keys(List<Secret> secrets) {
        return secrets.stream()
                .flatMap(secret -> secret.content().lines())
                .map(String::strip)
                .filter(key -> !key.isEmpty() && !key.startsWith("#"))
                .toList();
    }

    private void keys(String user, List<String> keys) throws AgentException {
        line.ask(AgentCommand.of("guest-ssh-add-authorized-keys", json -> {
            json.name("username").value(user);
            json.name("keys").beginArray();
            for (var key : keys) {
                json.value(key);
            }
            json.endArray().name("reset").value(true);
        }));
    }

    private void passwords(List<Secret> secrets) throws AgentException {
        for (var secret : secrets) {
            var password =
                    Base64.getEncoder().encodeToString(secret.content().strip().getBytes(StandardCharsets.UTF_8));
            line.ask(AgentCommand.of(
                    "guest-set-user-password",
                    json -> json.name("username")
                            .value(secret.name())
                            .name("password")
                            .value(password)
                            .name("crypted")
                            .value(false)));
        }
    }

    /** In order. What a kubelet has beside the files begins with two dots. */
    private static List<Secret> secrets(Path folder) throws IOException {
        var secrets = new ArrayList<Secret>();
        try (Stream<Path> files = Files.list(folder)) {
            for (var file : files.filter(one -> !one.getFileName().toString().startsWith(".."))
                    .sorted()
                    .limit(MOST_FILES)
                    .toList()) {
                secrets.add(new Secret(file.getFileName().toString(), content(file)));
            }
        }
        return secrets;
    }

    private static String content(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LARGEST_FILE), StandardCharsets.UTF_8);
        }
    }
}
