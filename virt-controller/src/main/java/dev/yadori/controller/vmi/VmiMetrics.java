package dev.yadori.controller.vmi;

import dev.yadori.controller.metrics.PhaseTimes;
import dev.yadori.crds.v1.EvictionStrategy;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.PhaseTransition;
import io.fabric8.kubernetes.api.model.Pod;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Figures of guests: what their objects say of each, how many are in which phase where, and how long they took to get there. All
 * replicas of this controller see the guests; one tells of them.
 */
public final class VmiMetrics {
    private static final String TIMES = "kubevirt_vmi_phase_transition_time";

    private final MultiGauge phases;
    private final PhaseTimes times;
    private final BooleanSupplier telling;
    private final Supplier<EvictionStrategy> strategyOfCluster;
    private volatile Followed followed = new Followed(Stream::empty, _ -> Optional.empty());

    private record Followed(
            Supplier<Stream<VirtualMachineInstance>> guests, Function<VirtualMachineInstance, Optional<Pod>> pods) {}

    /**
     * Of no guests yet.
     *
     * @param start of this process: what was reached before it another has counted
     * @param telling whether this is the process that tells of guests
     * @param strategyOfCluster of guests that have none of their own
     */
    public VmiMetrics(
            MeterRegistry registry,
            Instant start,
            BooleanSupplier telling,
            Supplier<EvictionStrategy> strategyOfCluster) {
        this.telling = telling;
        this.strategyOfCluster = strategyOfCluster;
        times = new PhaseTimes(registry, start);
        phases = MultiGauge.builder("kubevirt_vmi_phase_count")
                .description("Guests by phase and node.")
                .register(registry);
    }

    /** Figures that nobody asks for. */
    public static VmiMetrics unread() {
        return new VmiMetrics(
                new CompositeMeterRegistry(), Instant.EPOCH, () -> false, () -> EvictionStrategy.UNRECOGNIZED);
    }

    /**
     * To be asked when figures are.
     *
     * @param guests that there are
     * @param pods the one that a guest runs in
     */
    public void follow(
            Supplier<Stream<VirtualMachineInstance>> guests, Function<VirtualMachineInstance, Optional<Pod>> pods) {
        followed = new Followed(guests, pods);
    }

    /** Counts the guests that are there now. */
    public void look() {
        var counts = guests().collect(Collectors.groupingBy(VmiMetrics::place, Collectors.counting()));
        phases.register(counts.entrySet().stream().map(VmiMetrics::row).toList(), true);
    }

    /** What there is of each guest now, in the text format of Prometheus. */
    public String text() {
        if (!telling.getAsBoolean()) {
            return "";
        }
        var series = new GuestSeries(strategyOfCluster.get());
        guests().forEach(vmi -> series.add(vmi, followed.pods().apply(vmi)));
        return series.text();
    }

    private Stream<VirtualMachineInstance> guests() {
        return telling.getAsBoolean() ? followed.guests().get() : Stream.empty();
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
    public void seen(VirtualMachineInstance vmi) {
        var status = vmi.getStatus();
        if (status == null || status.phase() == null) {
            return;
        }
        var history = status.phaseTransitionTimestamps();
        for (int i = 0; i < history.size(); i++) {
            var reached = history.get(i).phaseTransitionTimestamp();
            if (history.get(i).phase() == status.phase() && reached != null) {
                if (times.isNews(vmi.getMetadata().getUid(), status.phase().wire(), reached)) {
                    count(vmi, status, history.subList(0, i), reached);
                }
                return;
            }
        }
    }

    private void count(
            VirtualMachineInstance vmi,
            VirtualMachineInstanceStatus status,
            List<PhaseTransition> before,
            Instant reached) {
        var phase = Objects.requireNonNull(status.phase());
        var to = Tags.of("phase", phase.wire());
        Optional.ofNullable(vmi.getMetadata().getCreationTimestamp())
                .ifPresent(created -> times.record(
                        TIMES + "_from_creation",
                        "From the creation of a guest to the phase.",
                        to,
                        Duration.between(Instant.parse(created), reached)));
        before.stream()
                .filter(one -> one.phase() != null && one.phaseTransitionTimestamp() != null)
                .reduce((_, last) -> last)
                .ifPresent(last -> times.record(
                        TIMES,
                        "From one phase to the next.",
                        to.and(
                                "last_phase",
                                Objects.requireNonNull(last.phase()).wire()),
                        Duration.between(Objects.requireNonNull(last.phaseTransitionTimestamp()), reached)));
        Optional.ofNullable(vmi.getMetadata().getDeletionTimestamp())
                .filter(_ -> phase.isFinal())
                .ifPresent(deleted -> times.record(
                        TIMES + "_from_deletion",
                        "From the deletion of a guest to its last phase.",
                        to,
                        Duration.between(Instant.parse(deleted), reached)));
    }
}
