package dev.yadori.controller.migration;

import dev.yadori.crds.config.MigrationRules;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives turns, one at a time, and remembers those that the cache does not show yet. What is forgotten by a restart is in the
 * cache by then. For many threads.
 */
final class Places {

    private final Set<String> given = new HashSet<>();

    synchronized Turn turn(
            VirtualMachineInstanceMigration migration,
            Supplier<? extends Collection<VirtualMachineInstanceMigration>> migrations,
            Function<VirtualMachineInstanceMigration, String> sourceNode,
            MigrationRules rules) {
        // Looked up here, so that nobody judges by an older view than the one by which a place was taken off the list.
        Collection<VirtualMachineInstanceMigration> all = migrations.get();
        given.removeIf(uid ->
                all.stream().noneMatch(known -> isWaiting(known) && uidOf(known).equals(uid)));
        List<MigrationQueue.Entry> entries = all.stream()
                .filter(known -> !MigrationPlanner.isFinal(known))
                .map(known -> entry(known, sourceNode.apply(known)))
                .toList();
        Turn turn = given.contains(uidOf(migration))
                ? new Turn.Begin()
                : MigrationQueue.turn(uidOf(migration), entries, rules);
        if (turn instanceof Turn.Begin) {
            given.add(uidOf(migration));
        }
        return turn;
    }

    /** One that could not begin after all. */
    synchronized void giveBack(VirtualMachineInstanceMigration migration) {
        given.remove(uidOf(migration));
    }

    private MigrationQueue.Entry entry(VirtualMachineInstanceMigration migration, String sourceNode) {
        boolean begun = given.contains(uidOf(migration)) || !isWaiting(migration);
        var spec = migration.getSpec();
        return new MigrationQueue.Entry(
                uidOf(migration),
                begun,
                spec == null ? null : spec.priority(),
                String.valueOf(migration.getMetadata().getCreationTimestamp()),
                sourceNode);
    }

    private static boolean isWaiting(VirtualMachineInstanceMigration migration) {
        return !MigrationQueue.holdsPlace(MigrationPlanner.phase(migration)) && !MigrationPlanner.isFinal(migration);
    }

    private static String uidOf(VirtualMachineInstanceMigration migration) {
        return migration.getMetadata().getUid();
    }
}
