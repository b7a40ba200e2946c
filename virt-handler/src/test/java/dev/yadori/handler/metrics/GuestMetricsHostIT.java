package dev.yadori.handler.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.handler.launcher.FakeLauncher;
import dev.yadori.handler.launcher.GrpcLauncherClient;
import dev.yadori.handler.launcher.Transfer;
import dev.yadori.handler.vmi.GuestPod;
import dev.yadori.handler.vmi.ReachedGuest;
import dev.yadori.service.health.HealthServer;
import dev.yadori.service.metrics.ServiceMetrics;
import dev.yadori.testkit.Prometheus;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the Prometheus of Debian, in a folder of its own and on loopback; the guest is one of which a launcher only talks. */
class GuestMetricsHostIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String LAUNCHER = "figures";

    @Test
    void prometheusKnowsWhatGuestsUseUntilTheyAreGone(@TempDir Path folder) throws Exception {
        assumeThat(Prometheus.isThere()).isTrue();
        var launcher = InProcessServerBuilder.forName(LAUNCHER)
                .addService(new FakeLauncher("uid"))
                .build()
                .start();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var client = new GrpcLauncherClient(
                        InProcessChannelBuilder.forName(LAUNCHER).build());
                var server = HealthServer.start(0, () -> true, () -> true)) {
            var leaving = Optional.of(new Transfer.Progress(100, 40, 60, 7, 3));
            var guests = new CopyOnWriteArrayList<>(
                    List.of(new ReachedGuest(new GuestPod("pod", "lab", "web", "uid"), client, leaving)));
            var metrics = ServiceMetrics.of("virt-handler", () -> true);
            metrics.alsoTell(
                    new GuestMetrics("node-a", () -> List.copyOf(guests), executor, Duration.ofSeconds(3))::text);
            server.page("/metrics", metrics::scrape);
            var target = new Prometheus.Target("virt-handler", "virt-handler-x", "node-a", server.port());
            try (var prometheus = Prometheus.start(folder, target)) {
                knowsTheGuest(prometheus);

                guests.clear();

                forgetsTheGuest(prometheus);
            }
        } finally {
            launcher.shutdownNow().awaitTermination();
        }
    }

    private static void knowsTheGuest(Prometheus prometheus) throws IOException, InterruptedException {
        await().atMost(SOON)
                .ignoreException(IOException.class)
                .untilAsserted(() -> assertThat(
                                prometheus.query("kubevirt_vmi_cpu_usage_seconds_total{name=\"web\"} == 1.5"))
                        .singleElement()
                        .satisfies(series -> assertThat(series.labels())
                                .containsAllEntriesOf(Map.of("namespace", "lab", "node", "node-a"))));
        assertThat(prometheus.query("kubevirt_vmi_migration_data_processed_bytes"
                        + " + kubevirt_vmi_migration_data_remaining_bytes"
                        + " == kubevirt_vmi_migration_data_bytes_total"))
                .hasSize(1);
    }

    private static void forgetsTheGuest(Prometheus prometheus) throws IOException, InterruptedException {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(prometheus.query("{__name__=~\"kubevirt_vmi_.*\"}"))
                        .isEmpty());
        assertThat(prometheus.query("up{component=\"virt-handler\"} == 1")).hasSize(1);
    }
}
