package dev.yadori.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.service.health.HealthServer;
import dev.yadori.testkit.Prometheus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the Prometheus of Debian, in a folder of its own and on loopback. */
class FiguresHostIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void prometheusKnowsWhereGuestsAreAndAlertsFollowThem(@TempDir Path folder) throws Exception {
        assumeThat(Prometheus.isThere()).isTrue();
        var figures = BusyFigures.make();
        try (var server = HealthServer.start(0, () -> true, () -> true)) {
            server.page("/metrics", figures::scrape);
            var target = new Prometheus.Target("virt-controller", "virt-controller-x", "node-c", server.port());
            try (var prometheus = Prometheus.start(folder, target)) {
                await().atMost(SOON)
                        .ignoreException(IOException.class)
                        .untilAsserted(() -> assertThat(prometheus.query("kubevirt_vmi_info"))
                                .singleElement()
                                .satisfies(info -> assertThat(info.labels())
                                        .containsAllEntriesOf(Map.of(
                                                "namespace", "shop",
                                                "name", "db",
                                                "node", "node-a",
                                                "phase", "running",
                                                "vmi_pod", "virt-launcher-db-x7x7",
                                                "pod", "virt-controller-x"))));
                assertThat(prometheus.query("kubevirt_vmi_migrations_in_running_phase == 1"))
                        .hasSize(1);
                assertThat(prometheus.query("kubevirt_vmi_migration_end_time_seconds - ignoring (status)"
                                + " kubevirt_vmi_migration_start_time_seconds == 2"))
                        .hasSize(3);
                assertThat(prometheus.query("kubevirt_vmi_phase_transition_time_from_creation_seconds_count"))
                        .hasSize(1);
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(prometheus.query("ALERTS{alertname=\"VMCannotBeEvicted\"}"))
                                .singleElement()
                                .satisfies(alert -> assertThat(alert.labels())
                                        .containsEntry("alertstate", "pending")
                                        .containsEntry("node", "node-a")));
            }
        }
    }
}
