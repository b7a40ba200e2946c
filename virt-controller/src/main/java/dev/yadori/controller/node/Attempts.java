package dev.yadori.controller.node;

import dev.yadori.controller.migration.GuestView;
import dev.yadori.controller.migration.MigrationPlanner;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationStatus.MigrationPhaseTransition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The migrations of one guest, and when the next may be tried.
 *
 * @param all of the guest, whoever wanted them
 * @param ours those that were made for the same purpose
 */
record Attempts(List<VirtualMachineInstanceMigration> all, Predicate<VirtualMachineInstanceMigration> ours) {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int LONGEST_DOUBLING = 4;

    static Attempts of(
            GuestView guest,
            Collection<VirtualMachineInstanceMigration> known,
            Predicate<VirtualMachineInstanceMigration> ours) {
        String namespace = guest.vmi().getMetadata().getNamespace();
        return new Attempts(
                known.stream()
                        .filter(migration ->
                                migration.getMetadata().getNamespace().equals(namespace))
                        .filter(migration -> Optional.ofNullable(migration.getSpec())
                                .map(VirtualMachineInstanceMigrationSpec::vmiName)
                                .filter(guest.name()::equals)
                                .isPresent())
                        .toList(),
                ours);
    }

    boolean isNoneGoing() {
        return all.stream().allMatch(MigrationPlanner::isFinal);
    }

    /** Whoever wanted it. */
    boolean succeededAfter(Instant since) {
        return all.stream()
                .filter(migration -> MigrationPlanner.phase(migration) == MigrationPhase.SUCCEEDED)
                .anyMatch(migration -> endedAt(migration).isAfter(since));
    }

    /** After each failure twice as late as after the one before. */
    Instant dueAt() {
        List<VirtualMachineInstanceMigration> ended = all.stream()
                .filter(MigrationPlanner::isFinal)
                .filter(ours)
                .sorted(Comparator.comparing(Attempts::endedAt).reversed())
                .toList();
        int failures = 0;
        while (failures < ended.size() && MigrationPlanner.phase(ended.get(failures)) == MigrationPhase.FAILED) {
            failures++;
        }
        if (failures == 0) {
            return Instant.MIN;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, LONGEST_DOUBLING));
        return endedAt(ended.getFirst()).plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    /** What tells the next one from those before it, and is the same for all who compute it. */
    String next() {
        return all.stream()
                .filter(MigrationPlanner::isFinal)
                .max(Comparator.comparing(Attempts::endedAt))
                .map(last -> last.getMetadata().getUid())
                .orElse("first");
    }

    private static Instant endedAt(VirtualMachineInstanceMigration migration) {
        return Objects.requireNonNull(migration.getStatus(), "status").phaseTransitionTimestamps().stream()
                .map(MigrationPhaseTransition::phaseTransitionTimestamp)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }
}
