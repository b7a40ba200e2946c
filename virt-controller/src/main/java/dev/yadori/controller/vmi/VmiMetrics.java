package dev.yadori.controller.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.PhaseTransition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Figures of guests: how many are in which phase where, and how long they took to get there. */
public final class VmiMetrics {
    private static final String CREATION = "kubevirt_vmi_phase_transition_time_from_creation";
    private static final int REMEMBERED = 20_000;
    private static final Duration[] BUCKETS = LongStream.of(
                    500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final MultiGauge phases;
    private final Instant start;
    private volatile Supplier<Stream<VirtualMachineInstance>> guests = Stream::empty;
    private final Map<String, VirtualMachineInstancePhase> counted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, VirtualMachineInstancePhase> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param start of this process: what was reached before it another has counted */
    public VmiMetrics(MeterRegistry registry, Instant start) {
        this.registry = registry;
        this.start = start;
        phases = MultiGauge.builder("kubevirt_vmi_phase_count")
                .description("Guests by phase and node.")
                .register(registry);
    }

    /** Figures that nobody asks for. */
    public static VmiMetrics unread() {
        return new VmiMetrics(new CompositeMeterRegistry(), Instant.EPOCH);
    }

    /** Which guests there are, to be asked when figures are. */
    void follow(Supplier<Stream<VirtualMachineInstance>> all) {
        guests = all;
    }

    /** Counts the guests that are there now. */
    public void look() {
        var counts = guests.get().collect(Collectors.groupingBy(VmiMetrics::place, Collectors.counting()));
        phases.register(counts.entrySet().stream().map(VmiMetrics::row).toList(), true);
    }

    private record Place(String phase, String node) {}

    private static Place place(VirtualMachineInstance vmi) {
        var status = vmi.getStatus();
        if (status == null || status.phase() == null) {
            return new Place("Pending", "");
        }
        return new Place(status.phase().wire(), Objects.requireNonNullElse(status.nodeName(), ""));
    }

    private static MultiGauge.Row<Number> row(Map.Entry<Place, Long> count) {
        var place = count.getKey();
        return MultiGauge.Row.of(Tags.of("phase", place.phase(), "node", place.node()), count.getValue());
    }

    /** Takes note of the phase that a guest is in, once. */
    void seen(VirtualMachineInstance vmi) {
        var status = vmi.getStatus();
        var created = vmi.getMetadata().getCreationTimestamp();
        if (status == null || status.phase() == null || created == null) {
            return;
        }
        var phase = status.phase();
        synchronized (counted) {
            if (phase == counted.put(vmi.getMetadata().getUid(), phase)) {
                return;
            }
        }
        status.phaseTransitionTimestamps().stream()
                .filter(transition -> transition.phase() == phase)
                .flatMap(transition -> reached(transition).stream())
                .filter(start::isBefore)
                .findFirst()
                .ifPresent(at -> timer(phase).record(Duration.between(Instant.parse(created), at)));
    }

    private static Optional<Instant> reached(PhaseTransition transition) {
        return Optional.ofNullable(transition.phaseTransitionTimestamp());
    }

    private Timer timer(VirtualMachineInstancePhase phase) {
        return Timer.builder(CREATION)
                .description("From the creation of a guest to the phase.")
                .tag("phase", phase.wire())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
