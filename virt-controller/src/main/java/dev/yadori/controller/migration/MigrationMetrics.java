package dev.yadori.controller.migration;

import static dev.yadori.service.metrics.Exposition.label;

import dev.yadori.controller.metrics.PhaseTimes;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationStatus;
import dev.yadori.service.metrics.Exposition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Figures of migrations: how many are how far, what became of each, and how long they took. One replica tells of them. */
public final class MigrationMetrics {
    private static final String PREFIX = "kubevirt_vmi_migration";

    private final PhaseTimes times;
    private final BooleanSupplier telling;
    private volatile Supplier<Stream<VirtualMachineInstanceMigration>> migrations = Stream::empty;

    /** How far migrations are that have not ended. */
    private static final class Counts {
        private int unset;
        private int pending;
        private int scheduling;
        private int running;

        void count(Optional<MigrationPhase> phase) {
            if (phase.isEmpty()) {
                unset++;
                return;
            }
            switch (phase.get()) {
                case PENDING -> pending++;
                case SCHEDULING -> scheduling++;
                case SCHEDULED, PREPARING_TARGET, TARGET_READY, RUNNING -> running++;
                case SUCCEEDED, FAILED, WAITING_FOR_SYNC, SYNCHRONIZING, UNRECOGNIZED -> {}
            }
        }
    }

    /**
     * Of no migrations yet.
     *
     * @param start of this process: what was reached before it another has counted
     * @param telling whether this is the process that tells of migrations
     */
    public MigrationMetrics(MeterRegistry registry, Instant start, BooleanSupplier telling) {
        times = new PhaseTimes(registry, start);
        this.telling = telling;
    }

    /** Figures that nobody asks for. */
    public static MigrationMetrics unread() {
        return new MigrationMetrics(new CompositeMeterRegistry(), Instant.EPOCH, () -> false);
    }

    /** Which migrations there are, to be asked when figures are. */
    public void follow(Supplier<Stream<VirtualMachineInstanceMigration>> all) {
        migrations = all;
    }

    /** What there is to say of migrations now, in the text format of Prometheus. */
    public String text() {
        if (!telling.getAsBoolean()) {
            return "";
        }
        var exposition = new Exposition();
        var counts = new Counts();
        migrations.get().forEach(migration -> {
            counts.count(status(migration).map(VirtualMachineInstanceMigrationStatus::phase));
            ended(migration, exposition);
            times(migration, exposition);
        });
        exposition.gauge(PREFIX + "s_in_unset_phase", "", counts.unset);
        exposition.gauge(PREFIX + "s_in_pending_phase", "", counts.pending);
        exposition.gauge(PREFIX + "s_in_scheduling_phase", "", counts.scheduling);
        exposition.gauge(PREFIX + "s_in_running_phase", "", counts.running);
        return exposition.text();
    }

    private static void ended(VirtualMachineInstanceMigration migration, Exposition exposition) {
        if (MigrationPlanner.isFinal(migration)) {
            boolean succeeded = MigrationPlanner.phase(migration) == MigrationPhase.SUCCEEDED;
            exposition.gauge(
                    PREFIX + (succeeded ? "_succeeded" : "_failed"),
                    Exposition.labels(
                            label("vmi", MigrationObserver.guestName(migration)),
                            label("vmim", migration.getMetadata().getName()),
                            label("namespace", migration.getMetadata().getNamespace())),
                    1);
        }
    }

    private static void times(VirtualMachineInstanceMigration migration, Exposition exposition) {
        var state = status(migration).map(VirtualMachineInstanceMigrationStatus::migrationState);
        if (state.isEmpty()) {
            return;
        }
        boolean failed = Boolean.TRUE.equals(state.get().failed());
        boolean completed = Boolean.TRUE.equals(state.get().completed());
        var labels = Exposition.labels(
                label(
                        "node",
                        text(
                                completed && !failed
                                        ? state.get().targetNode()
                                        : state.get().sourceNode())),
                label("namespace", migration.getMetadata().getNamespace()),
                label("name", MigrationObserver.guestName(migration)),
                label("migration_name", migration.getMetadata().getName()));
        state.map(MigrationState::startTimestamp)
                .ifPresent(
                        at -> exposition.gauge(PREFIX + "_start_time_seconds", labels, (double) at.getEpochSecond()));
        state.map(MigrationState::endTimestamp)
                .ifPresent(at -> exposition.gauge(
                        PREFIX + "_end_time_seconds",
                        completed
                                ? Exposition.labels(labels, label("status", failed ? "failed" : "succeeded"))
                                : labels,
                        (double) at.getEpochSecond()));
    }

    /** Takes note of the phase that a migration is in, once. */
    public void seen(VirtualMachineInstanceMigration migration) {
        var created = migration.getMetadata().getCreationTimestamp();
        var phase = status(migration).map(VirtualMachineInstanceMigrationStatus::phase);
        if (phase.isEmpty() || created == null) {
            return;
        }
        status(migration).stream()
                .flatMap(status -> status.phaseTransitionTimestamps().stream())
                .filter(transition -> transition.phase() == phase.get())
                .flatMap(transition -> Stream.ofNullable(transition.phaseTransitionTimestamp()))
                .findFirst()
                .filter(at -> times.isNews(
                        migration.getMetadata().getUid(), phase.get().wire(), at))
                .ifPresent(at -> times.record(
                        PREFIX + "_phase_transition_time_from_creation",
                        "From the creation of a migration to the phase.",
                        Tags.of("phase", phase.get().wire()),
                        Duration.between(Instant.parse(created), at)));
    }

    private static Optional<VirtualMachineInstanceMigrationStatus> status(VirtualMachineInstanceMigration migration) {
        return Optional.ofNullable(migration.getStatus());
    }

    private static String text(@Nullable String known) {
        return Objects.requireNonNullElse(known, "");
    }
}
