package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ExecResult;
import dev.yadori.e2e.support.Virtctl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A key, and what virtctl does with it, when there is nobody who could be asked for anything.
 *
 * @param line its public half, as it is written into authorized_keys
 */
record SshKey(Path folder, String line) {

    static SshKey make(Path folder) throws IOException, InterruptedException {
        var made = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "e2e", "-f", "key")
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        return new SshKey(folder, Files.readString(folder.resolve("key.pub")).strip());
    }

    /** What a command prints that is run in a guest. */
    String run(String namespace, String guest, String command) {
        return virtctl("ssh", namespace, "-c", command, guest);
    }

    void copy(String namespace, String from, String to) {
        assertThat(virtctl("scp", namespace, from, to)).isEmpty();
    }

    private String virtctl(String deed, String namespace, String... arguments) {
        var all = new ArrayList<>(List.of(
                deed,
                "-n",
                namespace,
                "-i",
                folder.resolve("key").toString(),
                "--known-hosts=" + folder.resolve("known-hosts"),
                "--local-ssh-opts=-oStrictHostKeyChecking=accept-new",
                "--local-ssh-opts=-oLogLevel=ERROR",
                "--local-ssh-opts=-oBatchMode=yes",
                "--local-ssh-opts=-oIdentitiesOnly=yes"));
        all.addAll(List.of(arguments));
        var ended = Virtctl.run(all.toArray(String[]::new));
        assertThat(ended).matches(ExecResult::succeeded, String.join(" ", all));
        return ended.output();
    }
}
