package dev.yadori.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountingTest {
    @Test
    void percentilesAreValuesThatWereMeasured() {
        var hundred = IntStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList();

        assertThat(Percentiles.of(hundred))
                .isEqualTo(new Percentiles(Duration.ofMillis(50), Duration.ofMillis(95), Duration.ofMillis(100)));
        assertThat(Percentiles.of(List.of(Duration.ofMillis(7))))
                .isEqualTo(new Percentiles(Duration.ofMillis(7), Duration.ofMillis(7), Duration.ofMillis(7)));
    }

    @Test
    void ofNothingThereAreNoPercentiles() {
        assertThatThrownBy(() -> Percentiles.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requestsAreAddedUpByVerbAndResource() {
        var before = ApiRequests.byVerbAndResource("""
                # HELP apiserver_request_total of something
                apiserver_request_total{code="200",component="apiserver",resource="pods",subresource="status",verb="PATCH"} 3
                """);
        var after = ApiRequests.byVerbAndResource("""
                apiserver_request_total{code="200",resource="pods",subresource="status",verb="PATCH"} 5
                apiserver_request_total{code="409",resource="pods",subresource="status",verb="PATCH"} 1
                apiserver_request_total{code="201",resource="pods",subresource="",verb="POST"} 1e+01
                apiserver_request_duration_seconds_sum{resource="pods"} 7
                """);

        assertThat(after.since(before)).isEqualTo(Map.of("PATCH pods/status", 3L, "POST pods", 10L));
    }

    @Test
    void requestsAreAddedUpByClient() {
        var before = ApiRequests.byClient("");
        var after = ApiRequests.byClient("""
                apiserver_flowcontrol_dispatched_requests_total{flow_schema="yadori-virt-api",priority_level="workload-high"} 5
                apiserver_flowcontrol_dispatched_requests_total{flow_schema="system-nodes",priority_level="system"} 2
                """);

        assertThat(after.since(before)).isEqualTo(Map.of("yadori-virt-api", 5L, "system-nodes", 2L));
    }

    @Test
    void stagesOfTheLauncherAreReadFromItsLog() {
        var log = LauncherLog.parse("""
                time=2026-11-21T10:00:00.250Z level=info msg="launcher starting" namespace=default name=a
                time=2026-11-21T10:00:00.500Z level=info msg="launcher serving"
                time=2026-11-21T10:00:01.250Z level=info msg="domain defined"
                time=2026-11-21T10:00:09.500Z level=info msg="launcher serving"
                """);

        assertThat(log.stages())
                .isEqualTo(Map.of(
                        Stage.LAUNCHER_READY, Instant.parse("2026-11-21T10:00:00.500Z"),
                        Stage.DOMAIN_DEFINED, Instant.parse("2026-11-21T10:00:01.250Z")));
    }

    @Test
    void processesAreReadAndPodsAreNamedAsInTheApi() {
        assertThat(ProcessMemory.parse("0a_b java 10 9 8 0\n0a-b qemu-system-x86 30 20 10 5\n"))
                .containsExactly(
                        new ProcessMemory("0a-b", "java", 10, 9, 8, 0),
                        new ProcessMemory("0a-b", "qemu-system-x86", 30, 20, 10, 5));
    }

    @Test
    void figuresAreLinesAndJson() {
        var lines = new ByteArrayOutputStream();
        var figures = new Figures(new PrintStream(lines, true, StandardCharsets.UTF_8));
        figures.seconds("start", Duration.ofMillis(1500));
        figures.add("each", 10);

        assertThat(figures.json()).isEqualTo("{\"each\":10,\"start_seconds\":1.5}");
        assertThat(lines.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    }
}
