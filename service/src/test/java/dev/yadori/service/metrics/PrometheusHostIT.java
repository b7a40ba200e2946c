package dev.yadori.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.service.health.HealthServer;
import dev.yadori.testkit.KubeApiServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the Prometheus of the machine (Debian's package prometheus), in a folder of its own and on loopback. */
class PrometheusHostIT {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Path RULES = KubeApiServer.file("manifests/monitoring");
    private static final Duration SOON = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @BeforeEach
    void isInstalled() {
        assumeThat(PROGRAM).exists();
        assumeThat(PROMTOOL).exists();
    }

    @Test
    void rulesDoWhatTheirTestsSay() throws Exception {
        assertThat(run("check", "rules", "rules.yml")).contains("SUCCESS");
        assertThat(run("test", "rules", "rules-test.yml")).contains("SUCCESS");
    }

    @Test
    void figuresAreUnderstoodAndRulesFollowThem() throws Exception {
        var metrics = ServiceMetrics.of("virt-api", () -> true);
        int port = freePort();
        var server = HealthServer.start(0, () -> true, () -> true);
        server.page("/metrics", metrics::scrape);
        var prometheus = start(port, server.port());
        try {
            await().atMost(SOON)
                    .ignoreException(IOException.class)
                    .untilAsserted(() ->
                            assertThat(query(port, "kubevirt_virt_api_up")).endsWith("\"1\"]"));
            assertThat(query(port, "kubevirt_virt_api_ready_status")).endsWith("\"1\"]");
            assertThat(query(port, "yadori_build_info")).contains("\"component\":\"virt-api\"");
            assertThat(query(port, "process_resident_memory_bytes > bool 1000000"))
                    .endsWith("\"1\"]");

            server.close();

            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(query(port, "kubevirt_virt_api_up")).endsWith("\"0\"]"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(query(port, "ALERTS{alertname=\"VirtAPIDown\"}"))
                            .contains("pending"));
        } finally {
            server.close();
            prometheus.destroyForcibly();
            prometheus.onExit().join();
        }
    }

    private Process start(int port, int target) throws IOException {
        var config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: yadori
                    static_configs: [{targets: ["127.0.0.1:%d"], labels: {component: virt-api}}]
                """.formatted(
                        RULES.resolve("rules.yml").toAbsolutePath(), target));
        return new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    /** The one series of the answer, as JSON without its last brackets. */
    private String query(int port, String expression) throws IOException, InterruptedException {
        var query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        var answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + query))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.body().replaceFirst("}]}}$", "");
    }

    private static String run(String... arguments) throws IOException {
        var command = new ProcessBuilder(new ArrayList<>(List.of(arguments)));
        command.command().addFirst(PROMTOOL.toString());
        var process =
                command.directory(RULES.toFile()).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
