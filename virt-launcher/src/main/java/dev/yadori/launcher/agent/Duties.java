package dev.yadori.launcher.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What is to be done through the agent while the guest runs. */
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

    /**
     * A repeated check.
     *
     * @param command empty: the agent only has to answer
     */
    public record Check(Purpose purpose, List<String> command, Duration period, Duration timeout) {
        public Check {
            command = List.copyOf(command);
        }
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
