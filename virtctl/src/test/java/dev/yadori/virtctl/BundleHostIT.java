package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.virtctl.cluster.FakeApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as users get it, moved to another place. */
@Tag("host")
class BundleHostIT {

    @TempDir
    private static Path folder;

    private static Path program;

    @BeforeAll
    static void bundle() throws IOException, InterruptedException {
        Path made = folder.resolve("made");
        assertThat(run(List.of("./bundle", made.toString()))).endsWith("/kubectl-virt\n");
        Path moved = Files.move(made, folder.resolve("a place of its own"));
        program = Files.createSymbolicLink(folder.resolve("kubectl-virt"), moved.resolve("kubectl-virt"));
    }

    @Test
    void itRunsWithItsCacheWhereverItLies() throws IOException, InterruptedException {
        // With this setting a cache that does not fit is an error, and not slowly worked around.
        assertThat(run(List.of("env", "JDK_JAVA_OPTIONS=-XX:AOTMode=on", program.toString(), "version", "--client")))
                .contains("Client Version: ")
                .doesNotContain("unpackaged");
    }

    @Test
    void manifestsNeedNoCluster() throws IOException, InterruptedException {
        assertThat(run(List.of(program.toString(), "create", "vm", "--name=web")))
                .contains("kind: \"VirtualMachine\"");
    }

    @Test
    void sshComesBackThroughTheSameProgram() throws IOException, InterruptedException {
        Path ssh = Files.writeString(
                folder.resolve("ssh"), "#!/bin/sh\nprintf '%s\\n' \"$@\" \"token $YADORI_VIRTCTL_TOKEN\"\n");
        assertThat(ssh.toFile().setExecutable(true)).isTrue();

        var said = run(List.of(
                "env",
                "PATH=" + folder + ":" + System.getenv("PATH"),
                program.toString(),
                "-n",
                "lab",
                "--context",
                "c",
                "ssh",
                "--token",
                "t",
                "vm/web"));

        assertThat(said)
                .contains("ProxyCommand='" + program.toRealPath()
                        + "' port-forward --context=c --secrets-from-environment --stdio vm/web/lab 22\n")
                .endsWith("vm.web.lab\ntoken t\n");
    }

    @Test
    void aSecretMayComeByTheEnvironment() throws IOException, InterruptedException {
        try (FakeApiServer server = FakeApiServer.plain()) {
            Path empty = Files.writeString(folder.resolve("empty"), "{}");

            run(List.of(
                    "env",
                    "YADORI_VIRTCTL_TOKEN=by-the-environment",
                    "KUBECONFIG=" + empty,
                    program.toString(),
                    "-s",
                    "http://127.0.0.1:" + server.port(),
                    "start",
                    "--secrets-from-environment",
                    "web"));

            assertThat(server.headers).contains("Authorization: Bearer by-the-environment");
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        var process = new ProcessBuilder(new ArrayList<>(command))
                .redirectError(errors.toFile())
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(command.stream().collect(Collectors.joining(" ")) + "\n" + Files.readString(errors))
                .isZero();
        return said;
    }
}
