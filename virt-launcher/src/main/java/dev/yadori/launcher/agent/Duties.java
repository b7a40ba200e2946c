package dev.yadori.launcher.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What is to be done, through the agent or beside it, while the guest runs. */
public record Duties(List<Check> checks, List<Credential> credentials) {
    public static final Duties NONE = new Duties(List.of(), List.of());

    public Duties {
        checks = List.copyOf(checks);
        credentials = List.copyOf(credentials);
    }

    /** What a check is for, and the file that tells its outcome. */
    public enum Purpose {
        READINESS("ready", true),
        LIVENESS("dead", false);

        private final String file;
        private final boolean whenGood;

        Purpose(String file, boolean whenGood) {
            this.file = file;
            this.whenGood = whenGood;
        }

        String file() {
            return file;
        }

        /** Whether the file is to be there. */
        boolean isThere(boolean good) {
            return good == whenGood;
        }
    }

    /** A repeated check. */
    public record Check(Purpose purpose, Means means, Duration period, Duration timeout) {}

    /** How the guest is asked. */
    public sealed interface Means {
        /** The agent only has to answer. */
        record Ping() implements Means {}

        /** A command that the agent runs, which ends with 0. */
        record Command(List<String> line) implements Means {
            public Command {
                line = List.copyOf(line);
            }
        }

        /** A port that takes a connection, and answers the request if there is one. */
        record Port(GuestPort port) implements Means {}
    }

    /** Files to bring in. */
    public sealed interface Credential {
        Path folder();

        /** Public keys, in all files, for these users. */
        record SshKeys(Path folder, List<String> users) implements Credential {
            public SshKeys {
                users = List.copyOf(users);
            }
        }

        /** Passwords, in files that are named as users. */
        record Passwords(Path folder) implements Credential {}
    }
}
