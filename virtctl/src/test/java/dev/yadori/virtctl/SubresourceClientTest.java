package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands ask an API server for, and what they say of its refusals. */
class SubresourceClientTest {

    private static final String ROOT = "/apis/subresources.kubevirt.io/v1/namespaces/lab/";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final StringWriter errors = new StringWriter();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream standardOutput = System.out;
    private volatile int code = 202;
    private volatile String answer = "";
    private HttpServer server;
    private Path kubeconfig;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI()
                        + (body.isEmpty() ? "" : " " + body));
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        kubeconfig = Files.writeString(
                folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {}}]
                contexts: [{name: c, context: {cluster: c, user: u, namespace: lab}}]
                """.formatted(server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        System.setOut(standardOutput);
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "start web|PUT virtualmachines/web/start {}|VM web was scheduled to start",
                "start --paused web|PUT virtualmachines/web/start {\"paused\":true}|VM web was scheduled to start",
                "start web --paused=false --dry-run=false|PUT virtualmachines/web/start {}|VM web was scheduled to start",
                "start web --dry-run=true|PUT virtualmachines/web/start {\"dryRun\":[\"All\"]}|Dry Run execution/VM web was scheduled to start",
                "stop web|PUT virtualmachines/web/stop {}|VM web was scheduled to stop",
                "stop --force --grace-period=0 web|PUT virtualmachines/web/stop {\"gracePeriod\":0}|VM web was scheduled to stop",
                "restart web|PUT virtualmachines/web/restart {}|VM web was scheduled to restart",
                "restart web --force=true --grace-period 0|PUT virtualmachines/web/restart {\"gracePeriodSeconds\":0}|VM web was scheduled to restart",
                "migrate web|PUT virtualmachines/web/migrate {}|VM web was scheduled to migrate",
                "migrate --addedNodeSelector zone=a,disk=b web|PUT virtualmachines/web/migrate {\"addedNodeSelector\":{\"zone\":\"a\",\"disk\":\"b\"}}|VM web was scheduled to migrate",
                "pause vm web|PUT virtualmachineinstances/web/pause {}|VMI web was scheduled to pause",
                "unpause VMI web --dry-run|PUT virtualmachineinstances/web/unpause {\"dryRun\":[\"All\"]}|Dry Run execution/VMI web was scheduled to unpause",
                "soft-reboot web|PUT virtualmachineinstances/web/softreboot {}|VMI web was scheduled to soft-reboot",
                "reset web|PUT virtualmachineinstances/web/reset {}|VMI web was scheduled to reset"
            })
    void aCommandIsOneRequestAndSaysWhatScriptsRead(String command, String request, String said) {
        int exitCode = run(command);

        assertThat(exitCode).isZero();
        assertThat(asked).containsExactly(request.replaceFirst(" ", " " + ROOT));
        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).containsExactly(said.split("/"));
    }

    @ParameterizedTest
    @CsvSource({"'',''", "--dry-run,' {\"dryRun\":[\"All\"]}'"})
    void aMigrationThatIsUnderwayIsCancelled(String flag, String options) {
        code = 200;
        answer = "{\"items\": [{\"metadata\": {\"name\": \"old\"}, \"status\": {\"phase\": \"Succeeded\"}},"
                + " {\"metadata\": {\"name\": \"now\"}, \"status\": {\"phase\": \"Running\"}}]}";
        String migrations = "/apis/kubevirt.io/v1/namespaces/lab/virtualmachineinstancemigrations";

        assertThat(run(("migrate-cancel web " + flag).strip())).isZero();

        assertThat(asked)
                .containsExactly(
                        "GET " + migrations + "?labelSelector=kubevirt.io/vmi-name%3Dweb",
                        "DELETE " + migrations + "/now" + options);
        assertThat(printed.toString(StandardCharsets.UTF_8)).endsWith("VM web was scheduled to migrate-cancel\n");
    }

    @Test
    void withoutAMigrationThereIsNothingToCancel() {
        code = 200;
        answer = "{\"items\": []}";

        assertThat(run("migrate-cancel web")).isEqualTo(1);
        assertThat(errors.toString()).isEqualTo("virtctl: error: Found no migration to cancel for web\n");
    }

    @Test
    void versionsAreWrittenAsScriptsTakeThemApart() {
        code = 200;
        answer = "{\"gitVersion\": \"v1.2.3\", \"gitCommit\": \"abc\", \"platform\": \"linux/amd64\"}";

        assertThat(run("version")).isZero();

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("Client Version: version.Info{GitVersion:\"v");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .endsWith("Server Version: version.Info{GitVersion:\"v1.2.3\", GitCommit:\"abc\", GitTreeState:\"\","
                        + " BuildDate:\"\", GoVersion:\"\", Compiler:\"\", Platform:\"linux/amd64\"}\n");
    }

    @ParameterizedTest
    @CsvSource({"guestosinfo,guestosinfo", "userlist,userlist", "fslist,filesystemlist"})
    void whatTheAgentSaysIsIndentedAsByGo(String command, String subresource) {
        code = 200;
        answer = "{\"a\":1,\"items\":[{\"b\":\"c\"},[]],\"none\":{}}";

        assertThat(run(command + " web")).isZero();

        assertThat(asked).containsExactly("GET " + ROOT + "virtualmachineinstances/web/" + subresource);
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("""
                {
                  "a": 1,
                  "items": [
                    {
                      "b": "c"
                    },
                    []
                  ],
                  "none": {}
                }
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web|virtualmachines|{\"includeOptionalNodes\":true}",
                "web --vmi --exclude-optional|virtualmachineinstances|{\"includeOptionalNodes\":false}",
                "web --selector a=b,c=d|virtualmachines|{\"includeOptionalNodes\":true,\"labelSelector\":{\"matchLabels\":{\"a\":\"b\",\"c\":\"d\"}}}"
            })
    void whatAMachineDependsOnIsAskedForWithABody(String command, String resource, String options) {
        code = 200;
        answer = "{\"children\":[]}";

        assertThat(run("objectgraph " + command)).as(errors.toString()).isZero();

        assertThat(asked).containsExactly("GET " + ROOT + resource + "/web/objectgraph " + options);
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("{\n  \"children\": []\n}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expose virtualmachine web --name s --port 80|virtualmachines/web|virtualmachine web|{\"vmi.kubevirt.io/id\":\"web\"}",
                "expose VMI web --name s|virtualmachineinstances/web|vmi web|{\"vmi.kubevirt.io/id\":\"web\"}",
                "expose vmirs web --name s --port 80|virtualmachineinstancereplicasets/web|vmirs web|{\"app\":\"x\"}"
            })
    void aServiceIsMadeForWhatThereIs(String command, String object, String exposed, String selector) {
        code = 200;
        answer =
                "{\"spec\": {\"selector\": {\"matchLabels\": {\"app\": \"x\"}}, \"networks\": [{\"name\": \"d\", \"pod\": {}}],"
                        + " \"domain\": {\"devices\": {\"interfaces\": [{\"name\": \"d\", \"ports\": [{\"port\": 80}]}]}}}}";

        assertThat(run(command)).as(errors.toString()).isZero();

        assertThat(asked).hasSize(2).first().isEqualTo("GET /apis/kubevirt.io/v1/namespaces/lab/" + object);
        assertThat(asked.getLast())
                .startsWith("POST /api/v1/namespaces/lab/services {")
                .contains("\"port\":80", "\"selector\":" + selector);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("Service s successfully exposed for " + exposed + "\n");
    }

    @ParameterizedTest
    @CsvSource({"-f FILE --move-cursor,true", "-m -f FILE,true", "-f FILE,false"})
    void aPictureOfTheScreenIsWritten(String flags, String moved, @TempDir Path folder) {
        code = 200;
        answer = "PNG";
        Path file = folder.resolve("screen.png");

        assertThat(run("vnc screenshot web " + flags.replace("FILE", file.toString())))
                .isZero();

        assertThat(asked)
                .containsExactly("GET " + ROOT + "virtualmachineinstances/web/vnc/screenshot?moveCursor=" + moved);
        assertThat(file).hasContent("PNG");
    }

    @Test
    void aPictureGoesIntoAPipe() {
        code = 200;
        answer = "PNG";

        assertThat(run("vnc screenshot web -f -")).isZero();

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("PNG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop --force web",
                "stop --grace-period 0 web",
                "restart web --force",
                "restart web --grace-period=0"
            })
    void forceAndItsPeriodGoTogether(String command) {
        assertThat(run(command)).isEqualTo(1);
        assertThat(errors.toString()).isEqualTo("virtctl: error: Must both use --force=true and set --grace-period.\n");
        assertThat(asked).isEmpty();
    }

    @Test
    void aRefusalIsToldInTheWordsOfTheApi() {
        code = 409;
        answer = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"message\":\"VM is already running\",\"code\":409}";

        assertThat(run("start web")).isEqualTo(1);
        assertThat(errors.toString()).isEqualTo("virtctl: error: VM is already running\n");
    }

    private int run(String command) {
        String[] words = (command + " --kubeconfig " + kubeconfig).split(" ", -1);
        return Main.commandLine().setErr(new PrintWriter(errors, true)).execute(words);
    }
}
