package dev.yadori.controller.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.PhaseTransition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VmiMetricsTest {
    private static final Instant CREATED = Instant.parse("2026-01-01T10:00:00Z");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final VmiMetrics metrics = new VmiMetrics(registry, CREATED.minusSeconds(60));

    private static VirtualMachineInstance running(String uid, Instant since) {
        var vmi = Guests.with(
                Guests.guest(),
                new StatusChange(Map.of(
                        "phase",
                        VirtualMachineInstancePhase.RUNNING,
                        "nodeName",
                        "node-a",
                        "phaseTransitionTimestamps",
                        List.of(new PhaseTransition(VirtualMachineInstancePhase.RUNNING, since)))));
        vmi.getMetadata().setUid(uid);
        vmi.getMetadata().setCreationTimestamp(CREATED.toString());
        return vmi;
    }

    @Test
    void guestsAreCountedByPhaseAndNodeAsTheyAreNow() {
        metrics.follow(() -> Stream.of(running("a", CREATED), running("b", CREATED)));

        metrics.look();

        assertThat(count()).isEqualTo(2);

        metrics.follow(() -> Stream.of(running("a", CREATED)));
        metrics.look();

        assertThat(count()).isEqualTo(1);
    }

    private double count() {
        return registry.get("kubevirt_vmi_phase_count")
                .tags("phase", "Running", "node", "node-a")
                .gauge()
                .value();
    }

    @Test
    void timeToAPhaseCountsOnceAndOnlyWhatThisProcessSaw() {
        var guest = running("a", CREATED.plusMillis(1_800));

        metrics.seen(guest);
        metrics.seen(guest);
        metrics.seen(running("old", CREATED.minusSeconds(3_600)));

        var timer = registry.get("kubevirt_vmi_phase_transition_time_from_creation")
                .tag("phase", "Running")
                .timer();
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1_800);
    }
}
