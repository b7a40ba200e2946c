package dev.yadori.virtctl;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What ssh and scp have in common. */
final class SshOptions {

    @Option(
            names = {"-l", "--username"},
            description = "The user in the guest; otherwise what the local ssh takes.")
    private @Nullable String username;

    @Option(
            names = {"-i", "--identity-file"},
            description = "The private key; otherwise what the local ssh takes.")
    private @Nullable String identity;

    @Option(names = "--known-hosts", description = "The file of known hosts; otherwise what the local ssh takes.")
    private @Nullable String knownHosts;

    @Option(
            names = {"-p", "--port"},
            defaultValue = "22",
            description = "The port in the guest; ${DEFAULT-VALUE}.")
    private int port = 22;

    @Option(
            names = {"-t", "--local-ssh-opts"},
            paramLabel = "OPTION",
            description = "An option for the local program, such as -oStrictHostKeyChecking=no. Repeatable.")
    private @Nullable List<String> local;

    @Option(
            names = "--local-ssh",
            arity = "0..1",
            paramLabel = "BOOL",
            hidden = true,
            description = "True: there is no other way.")
    private @Nullable Boolean localSsh;

    @Option(
            names = "--vsock",
            arity = "0..1",
            paramLabel = "BOOL",
            hidden = true,
            description = "Refused: guests have no VSOCK.")
    private boolean vsock;

    /** What the user has said. */
    record Chosen(
            Optional<String> username,
            Optional<String> identity,
            Optional<String> knownHosts,
            int port,
            List<String> local) {
        Chosen {
            local = List.copyOf(local);
        }
    }

    Chosen chosen() {
        if (vsock) {
            throw new UnreachableException("--vsock is not supported: guests have no VSOCK");
        }
        if (Boolean.FALSE.equals(localSsh)) {
            throw new UnreachableException("--local-ssh=false is not supported: the local ssh is the only one");
        }
        return new Chosen(
                Optional.ofNullable(username),
                Optional.ofNullable(identity),
                Optional.ofNullable(knownHosts),
                port,
                Objects.requireNonNullElse(local, List.of()));
    }
}
