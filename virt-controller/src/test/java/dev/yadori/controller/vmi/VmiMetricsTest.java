package dev.yadori.controller.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.EvictionStrategy;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.PhaseTransition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VmiMetricsTest {
    private static final Instant CREATED = Instant.parse("2026-01-01T10:00:00Z");
    private static final String TIMES = "kubevirt_vmi_phase_transition_time";

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicBoolean leading = new AtomicBoolean(true);
    private final VmiMetrics metrics =
            new VmiMetrics(registry, CREATED.minusSeconds(60), leading::get, () -> EvictionStrategy.NONE);

    private static VirtualMachineInstance guest(
            String uid, VirtualMachineInstancePhase phase, PhaseTransition... history) {
        var vmi = Guests.with(
                Guests.guest(),
                new StatusChange(
                        Map.of("phase", phase, "nodeName", "node-a", "phaseTransitionTimestamps", List.of(history))));
        vmi.getMetadata().setUid(uid);
        vmi.getMetadata().setCreationTimestamp(CREATED.toString());
        return vmi;
    }

    private static VirtualMachineInstance running(String uid, Instant since) {
        return guest(
                uid,
                VirtualMachineInstancePhase.RUNNING,
                new PhaseTransition(VirtualMachineInstancePhase.SCHEDULED, since.minusMillis(800)),
                new PhaseTransition(VirtualMachineInstancePhase.RUNNING, since));
    }

    private void follow(VirtualMachineInstance... guests) {
        metrics.follow(() -> Stream.of(guests), _ -> Optional.empty());
    }

    @Test
    void guestsAreCountedByPhaseAndNodeAsTheyAreNow() {
        follow(running("a", CREATED), running("b", CREATED));

        metrics.look();

        assertThat(count()).isEqualTo(2);

        follow(running("a", CREATED));
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
    void replicaThatDoesNotLeadTellsNothingOfGuests() {
        follow(running("a", CREATED));
        leading.set(false);

        metrics.look();

        assertThat(metrics.text()).isEmpty();
        assertThat(registry.find("kubevirt_vmi_phase_count").gauges()).isEmpty();

        leading.set(true);

        assertThat(metrics.text()).contains("kubevirt_vmi_info{node=\"node-a\",namespace=\"shop\",name=\"web\"");
    }

    @Test
    void timeToAPhaseCountsOnceAndOnlyWhatThisProcessSaw() {
        var guest = running("a", CREATED.plusMillis(1_800));

        metrics.seen(guest);
        metrics.seen(guest);
        metrics.seen(running("old", CREATED.minusSeconds(3_600)));

        var timer =
                registry.get(TIMES + "_from_creation").tag("phase", "Running").timer();
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1_800);
        assertThat(registry.get(TIMES)
                        .tags("phase", "Running", "last_phase", "Scheduled")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(800);
    }

    @Test
    void timeFromDeletionCountsWhenTheGuestHasEnded() {
        var guest = guest(
                "a",
                VirtualMachineInstancePhase.SUCCEEDED,
                new PhaseTransition(VirtualMachineInstancePhase.SUCCEEDED, CREATED.plusSeconds(70)));
        guest.getMetadata().setDeletionTimestamp(CREATED.plusSeconds(60).toString());

        metrics.seen(guest);

        assertThat(registry.get(TIMES + "_from_deletion")
                        .tag("phase", "Succeeded")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(10);
    }
}
