package dev.yadori.controller.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationMetricsTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Instant CREATED = Instant.parse("2026-01-01T10:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicBoolean leading = new AtomicBoolean(true);
    private final MigrationMetrics metrics = new MigrationMetrics(registry, CREATED.minusSeconds(60), leading::get);

    private static VirtualMachineInstanceMigration migration(String name, String status) {
        return YAML.unmarshal("""
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstanceMigration
                metadata: {name: %s, namespace: shop, uid: %s, creationTimestamp: "%s"}
                spec: {vmiName: web}
                status: %s
                """.formatted(name, name, CREATED, status), VirtualMachineInstanceMigration.class);
    }

    private static VirtualMachineInstanceMigration inPhase(String phase) {
        return migration(phase.toLowerCase(Locale.ROOT), "{phase: " + phase + "}");
    }

    @Test
    void migrationsAreCountedByWhereTheyAre() {
        metrics.follow(() -> Stream.of(
                migration("new", "{}"),
                inPhase("Pending"),
                inPhase("Scheduling"),
                inPhase("Scheduled"),
                inPhase("PreparingTarget"),
                inPhase("TargetReady"),
                inPhase("Running"),
                inPhase("Succeeded"),
                inPhase("Failed")));

        assertThat(metrics.text()).isEqualTo("""
                # TYPE kubevirt_vmi_migration_failed gauge
                kubevirt_vmi_migration_failed{vmi="web",vmim="failed",namespace="shop"} 1.0
                # TYPE kubevirt_vmi_migration_succeeded gauge
                kubevirt_vmi_migration_succeeded{vmi="web",vmim="succeeded",namespace="shop"} 1.0
                # TYPE kubevirt_vmi_migrations_in_pending_phase gauge
                kubevirt_vmi_migrations_in_pending_phase{} 1.0
                # TYPE kubevirt_vmi_migrations_in_running_phase gauge
                kubevirt_vmi_migrations_in_running_phase{} 4.0
                # TYPE kubevirt_vmi_migrations_in_scheduling_phase gauge
                kubevirt_vmi_migrations_in_scheduling_phase{} 1.0
                # TYPE kubevirt_vmi_migrations_in_unset_phase gauge
                kubevirt_vmi_migrations_in_unset_phase{} 1.0
                """);
    }

    @Test
    void timesOfEachAreTold() {
        metrics.follow(() -> Stream.of(migration("going", """
                        {phase: Running, migrationState: {startTimestamp: "2026-01-01T10:00:05Z", sourceNode: a, targetNode: b}}"""), migration("done", """
                        {phase: Succeeded, migrationState: {startTimestamp: "2026-01-01T10:00:05Z",
                         endTimestamp: "2026-01-01T10:00:07Z", completed: true, sourceNode: a, targetNode: b}}"""), migration("broken", """
                        {phase: Failed, migrationState: {endTimestamp: "2026-01-01T10:00:09Z", completed: true, failed: true,
                         sourceNode: a, targetNode: b}}""")));

        assertThat(metrics.text())
                .contains("""
                        kubevirt_vmi_migration_start_time_seconds{node="a",namespace="shop",name="web",migration_name="going"} %s
                        """.formatted((double) CREATED.plusSeconds(5).getEpochSecond()))
                .contains("""
                        kubevirt_vmi_migration_end_time_seconds{node="b",namespace="shop",name="web",migration_name="done",\
                        status="succeeded"} %s
                        """.formatted((double) CREATED.plusSeconds(7).getEpochSecond()))
                .contains("""
                        kubevirt_vmi_migration_end_time_seconds{node="a",namespace="shop",name="web",migration_name="broken",\
                        status="failed"} %s
                        """.formatted((double) CREATED.plusSeconds(9).getEpochSecond()));
    }

    @Test
    void replicaThatDoesNotLeadTellsNothing() {
        metrics.follow(() -> Stream.of(inPhase("Failed")));
        leading.set(false);

        assertThat(metrics.text()).isEmpty();
    }

    @Test
    void timeToAPhaseCountsOnce() {
        var migration = migration("done", """
                {phase: Succeeded, phaseTransitionTimestamps: [
                 {phase: Pending, phaseTransitionTimestamp: "2026-01-01T10:00:00Z"},
                 {phase: Succeeded, phaseTransitionTimestamp: "2026-01-01T10:00:09Z"}]}""");

        metrics.seen(migration);
        metrics.seen(migration);

        var timer = registry.get("kubevirt_vmi_migration_phase_transition_time_from_creation")
                .tag("phase", "Succeeded")
                .timer();
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(9);
    }
}
