package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The lines under "A first guest" in the README do what it says, in the order in which they stand there. */
class ReadmeE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Path ROOT = Path.of("..");
    private static final String HEADING = "## A first guest";
    private static final String FENCE = "```\n";
    private static final String ESCAPE = "\u001d";
    private static final int LINE_MINUTES = 5;

    @TempDir
    private static Path folder;

    @Test
    void firstGuest() throws IOException, InterruptedException {
        var said = new StringBuilder();
        for (var line : lines()) {
            said.append(run(line));
        }

        assertThat(said.toString()).contains("hello from the guest");
        assertThat(new Guests(NAMESPACE).vm("tiny").get()).isNull();
    }

    private static List<String> lines() throws IOException {
        var readme = Files.readString(ROOT.resolve("README.md"));
        int begin = readme.indexOf(FENCE, readme.indexOf(HEADING)) + FENCE.length();
        return readme.substring(begin, readme.indexOf(FENCE, begin)).lines().toList();
    }

    private static String run(String line) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", line)
                .directory(ROOT.toFile())
                .redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", kubeconfig().toString());
        builder.environment()
                .merge("PATH", ROOT.resolve("etc/bin").toRealPath().toString(), (path, ours) -> ours + ":" + path);
        var process = builder.start();
        if (line.contains(" console ")) {
            leaveAtThePrompt(process);
        }
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LINE_MINUTES, TimeUnit.MINUTES)).as(line).isTrue();
        assertThat(process.exitValue()).as("%s said: %s", line, said).isZero();
        return said;
    }

    /** Return, so that the guest prompts again; and when it has, the key that leaves the console. */
    private static void leaveAtThePrompt(Process process) throws IOException {
        var keys = process.getOutputStream();
        keys.write('\n');
        keys.flush();
        var shown = readUntil(process.getInputStream(), "login: ");
        assertThat(shown).contains("tiny login: ");
        keys.write(ESCAPE.getBytes(StandardCharsets.US_ASCII));
        keys.flush();
    }

    private static String readUntil(InputStream output, String end) throws IOException {
        var shown = new StringBuilder();
        var bytes = new byte[1024];
        while (shown.indexOf(end) < 0) {
            int length = output.read(bytes);
            assertThat(length).as("the console ended after: " + shown).isPositive();
            shown.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
        }
        return shown.toString();
    }

    /** The user's kubeconfig, with the test's namespace as the one that is meant where none is said. */
    private static Path kubeconfig() throws IOException, InterruptedException {
        var file = folder.resolve("kubeconfig");
        if (!Files.exists(file)) {
            Files.copy(Path.of(System.getenv("KUBECONFIG")), file);
            var kubectl = ROOT.resolve("etc/bin/kubectl").toRealPath().toString();
            var set = new ProcessBuilder(kubectl, "config", "set-context", "--current", "--namespace", NAMESPACE.name())
                    .redirectErrorStream(true);
            set.environment().put("KUBECONFIG", file.toString());
            assertThat(set.start().waitFor()).isZero();
        }
        return file;
    }
}
