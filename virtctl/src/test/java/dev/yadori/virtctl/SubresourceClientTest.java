package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
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

/** What commands ask an API server for, and what they say of its refusals. */
class SubresourceClientTest {

    private static final String ROOT = "/apis/subresources.kubevirt.io/v1/namespaces/lab/";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final StringWriter errors = new StringWriter();
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
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "start web|PUT virtualmachines/web/start {}",
                "start --paused web|PUT virtualmachines/web/start {\"paused\":true}",
                "stop --force --grace-period=0 web|PUT virtualmachines/web/stop {\"gracePeriod\":0}",
                "restart web|PUT virtualmachines/web/restart {}",
                "migrate --addedNodeSelector zone=a web|PUT virtualmachines/web/migrate {\"addedNodeSelector\":{\"zone\":\"a\"}}",
                "pause vm web|PUT virtualmachineinstances/web/pause {}",
                "unpause vmi web --dry-run|PUT virtualmachineinstances/web/unpause {\"dryRun\":[\"All\"]}",
                "soft-reboot web|PUT virtualmachineinstances/web/softreboot {}",
                "reset web|PUT virtualmachineinstances/web/reset {}"
            })
    void aCommandIsOneRequest(String command, String request) {
        int exitCode = run(command);

        assertThat(exitCode).isZero();
        assertThat(asked).containsExactly(request.replaceFirst(" ", " " + ROOT));
    }

    @Test
    void aRefusalIsToldInTheWordsOfTheApi() {
        code = 409;
        answer = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"message\":\"VM is already running\",\"code\":409}";

        assertThat(run("start web")).isEqualTo(1);
        assertThat(errors.toString()).isEqualTo("virtctl: error: VM is already running\n");
    }

    @Test
    void aPictureOfTheScreenIsWritten(@TempDir Path folder) throws IOException {
        code = 200;
        answer = "PNG";
        Path file = folder.resolve("screen.png");

        assertThat(run("vnc screenshot web --move-cursor -f " + file)).isZero();

        assertThat(asked).containsExactly("GET " + ROOT + "virtualmachineinstances/web/vnc/screenshot?moveCursor=true");
        assertThat(file).hasContent("PNG");
    }

    @Test
    void forceWithoutItsPeriodIsRefusedHere() {
        assertThat(run("stop --force web")).isEqualTo(1);
        assertThat(asked).isEmpty();
    }

    private int run(String command) {
        String[] words = (command + " --kubeconfig " + kubeconfig).split(" ", -1);
        return Main.commandLine().setErr(new PrintWriter(errors, true)).execute(words);
    }
}
