package dev.yadori.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.service.health.HealthServer;
import dev.yadori.testkit.Prometheus;
import dev.yadori.testkit.Prometheus.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the Prometheus of Debian, in a folder of its own and on loopback. */
class PrometheusHostIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @BeforeEach
    void isThere() {
        assumeThat(Prometheus.isThere()).isTrue();
    }

    @Test
    void rulesDoWhatTheirTestsSay() throws Exception {
        assertThat(Prometheus.promtool("check", "rules", "rules.yml")).contains("SUCCESS");
        assertThat(Prometheus.promtool("test", "rules", "rules-test.yml")).contains("SUCCESS");
    }

    @Test
    void figuresAreUnderstoodAndRulesFollowThem() throws Exception {
        var metrics = ServiceMetrics.of("virt-api", () -> true);
        var server = HealthServer.start(0, () -> true, () -> true);
        server.page("/metrics", metrics::scrape);
        var target = new Prometheus.Target("virt-api", "virt-api-x", "node-a", server.port());
        try (var prometheus = Prometheus.start(folder, target)) {
            await().atMost(SOON)
                    .ignoreException(IOException.class)
                    .untilAsserted(() -> assertThat(value(prometheus, "kubevirt_virt_api_up"))
                            .isEqualTo("1"));
            assertThat(value(prometheus, "kubevirt_virt_api_ready_status")).isEqualTo("1");
            assertThat(value(prometheus, "process_resident_memory_bytes > bool 1000000"))
                    .isEqualTo("1");
            assertThat(prometheus.query("yadori_build_info"))
                    .singleElement()
                    .extracting(Sample::labels)
                    .satisfies(labels -> assertThat(labels)
                            .containsAllEntriesOf(
                                    Map.of("component", "virt-api", "pod", "virt-api-x", "node", "node-a")));

            server.close();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(value(prometheus, "kubevirt_virt_api_up"))
                            .isEqualTo("0"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(prometheus.query("ALERTS{alertname=\"VirtAPIDown\"}"))
                            .singleElement()
                            .satisfies(alert -> assertThat(alert.labels()).containsEntry("alertstate", "pending")));
        } finally {
            server.close();
        }
    }

    private static String value(Prometheus prometheus, String expression) throws IOException, InterruptedException {
        return prometheus.query(expression).stream()
                .map(Sample::value)
                .findFirst()
                .orElse("none");
    }
}
