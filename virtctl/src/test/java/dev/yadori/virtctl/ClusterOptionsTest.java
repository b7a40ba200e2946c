package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.virtctl.cluster.FakeApiServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The flags that say which cluster, as commands read them, seen by the server that they lead to. */
class ClusterOptionsTest {

    private static final String START = "/apis/subresources.kubevirt.io/v1/namespaces/%s/virtualmachines/web/start";

    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-n other start web",
                "start -n other web",
                "start web --namespace=other",
                "start web -n first -n other",
                "--namespace ns/other start web",
                "-nother start web"
            })
    void theNamespaceStandsAnywhere(String line) throws IOException {
        try (FakeApiServer server = FakeApiServer.plain()) {
            assertThat(run("--kubeconfig " + kubeconfig(server) + " " + line)).isZero();

            assertThat(server.asked).containsExactly("PUT " + START.formatted("other") + " {}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--context two start web             | /two  | Authorization: Bearer of-two",
                "start web --cluster two             | /two  | Authorization: Bearer of-one",
                "start --user two web                | ''    | Authorization: Bearer of-two",
                "start web --token=of-a-flag         | ''    | Authorization: Bearer of-a-flag",
                "--username me start web --password secret | '' | Authorization: Basic bWU6c2VjcmV0",
                "--as her start web                  | ''    | Impersonate-User: her",
                "--as her --as-group a --as-group b start web | '' | Impersonate-Group: b",
                "--as her --as-uid 7 start web       | ''    | Impersonate-Uid: 7",
                "-s http://127.0.0.1:PORT/three start web | /three | Authorization: Bearer of-one",
                "-v 9 --v=3 start web -v=2           | ''    | Authorization: Bearer of-one"
            })
    void eachFlagMeansWhatItMeansToKubectl(String line, String path, String header) throws IOException {
        try (FakeApiServer server = FakeApiServer.plain()) {
            String port = kubeconfig(server).toString();

            assertThat(run("--kubeconfig " + port + " " + line.replace("PORT", Integer.toString(server.port()))))
                    .as(errors.toString())
                    .isZero();

            assertThat(server.asked).containsExactly("PUT " + path + START.formatted("lab") + " {}");
            assertThat(server.headers).contains(header);
        }
    }

    @Test
    void withoutAKubeconfigAllIsSaidByFlags() throws IOException {
        try (FakeApiServer server = FakeApiServer.plain()) {
            Path empty = Files.writeString(folder.resolve("empty"), "{}");

            assertThat(run("--kubeconfig " + empty + " --server http://127.0.0.1:" + server.port()
                            + " --token t start web"))
                    .as(errors.toString())
                    .isZero();

            assertThat(server.asked).containsExactly("PUT " + START.formatted("default") + " {}");
            assertThat(server.headers).contains("Authorization: Bearer t");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--token a --username b start web     | --token and --username exclude each other",
                "--request-timeout soon start web     | --request-timeout 'soon' is no time",
                "--context three start web            | there is no context 'three'",
                "--cluster three start web            | there is no cluster 'three', which --cluster names"
            })
    void whatCannotBeMeantIsRefused(String line, String words) throws IOException {
        try (FakeApiServer server = FakeApiServer.plain()) {
            assertThat(run("--kubeconfig " + kubeconfig(server) + " " + line)).isEqualTo(1);

            assertThat(errors.toString()).contains(words);
            assertThat(server.asked).isEmpty();
        }
    }

    static Stream<String> commands() {
        return leaves("", Main.commandLine());
    }

    private static Stream<String> leaves(String before, CommandLine line) {
        return line.getSubcommands().entrySet().stream()
                .flatMap(below -> Stream.concat(
                        Stream.of(before + below.getKey()), leaves(before + below.getKey() + " ", below.getValue())));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void eachCommandTakesAllFlagsAndShowsItsHelp(String command) {
        Call call =
                Call.of(("--context c -s u -n n -v 1 --request-timeout 1s " + command + " --as a --help").split(" "));
        StringWriter said = new StringWriter();

        int code = Main.commandLineFor(call)
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(errors))
                .execute(call.array());

        assertThat(errors.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(said.toString()).startsWith("Usage: virtctl " + command).contains("--kubeconfig");
    }

    @Command
    private static final class Probe {
        @Mixin
        private final ClusterOptions cluster = new ClusterOptions();
    }

    @Test
    void anotherCallReachesTheSameWithoutItsSecretsBeingSeen() {
        Probe probe = new Probe();
        CommandLine line = new CommandLine(probe).setOverwrittenOptionsAllowed(true);
        ClusterOptions.addTo(line.getCommandSpec(), false);

        line.parseArgs(
                "--kubeconfig=k",
                "--context",
                "c",
                "-n",
                "x",
                "--as-group=a",
                "--as-group=b",
                "--token",
                "t",
                "-s",
                "u");

        ClusterOptions.SameCluster same = probe.cluster.sameCluster();
        assertThat(same.flags())
                .containsExactly(
                        "--kubeconfig=" + Path.of("k").toAbsolutePath(),
                        "--context=c",
                        "--server=u",
                        "--as-group=a",
                        "--as-group=b",
                        ClusterOptions.FROM_ENVIRONMENT);
        assertThat(same.environment()).containsExactly(Map.entry("YADORI_VIRTCTL_TOKEN", "t"));
        assertThat(same.toString()).doesNotContain("=t");
    }

    private int run(String words) {
        Call call = Call.of(words.split(" ", -1));
        return Main.commandLineFor(call).setErr(new PrintWriter(errors, true)).execute(call.array());
    }

    private Path kubeconfig(FakeApiServer server) throws IOException {
        String address = "http://127.0.0.1:" + server.port();
        List<String> lines = List.of(
                "current-context: one",
                "clusters: [{name: one, cluster: {server: \"" + address + "\"}}," + " {name: two, cluster: {server: \""
                        + address + "/two\"}}]",
                "users: [{name: one, user: {token: of-one}}, {name: two, user: {token: of-two}}]",
                "contexts: [{name: one, context: {cluster: one, user: one, namespace: lab}},"
                        + " {name: two, context: {cluster: two, user: two, namespace: lab}}]");
        return Files.write(folder.resolve("config"), lines);
    }
}
