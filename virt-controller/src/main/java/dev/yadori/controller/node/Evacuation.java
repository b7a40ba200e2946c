package dev.yadori.controller.node;

import dev.yadori.controller.migration.GuestView;
import dev.yadori.controller.migration.MigrationPlanner;
import dev.yadori.crds.v1.EvictionStrategy;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec.MigrationPriority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which guests of a node are to leave it, and by which migrations. Pure.
 *
 * @param tainted whether the node's taint tells all to leave that may
 */
record Evacuation(String node, NodeObserved seen, boolean tainted, Instant now) {

    private static final List<EvictionStrategy> MOVING =
            List.of(EvictionStrategy.LIVE_MIGRATE, EvictionStrategy.LIVE_MIGRATE_IF_POSSIBLE);

    /** Whether somebody was told to leave. */
    boolean isWished() {
        return seen.guests().stream()
                .anyMatch(guest -> guest.evacuationNode().filter(node::equals).isPresent());
    }

    /** All may stay that have not begun to leave. */
    List<NodeAction> callOff() {
        Stream<NodeAction> wishes = seen.guests().stream()
                .filter(guest -> guest.evacuationNode().isPresent())
                .map(guest -> new NodeAction.ClearWish(guest.vmi()));
        Stream<NodeAction> migrations = seen.migrations().stream()
                .filter(migration -> isOfThisNode(migration) && isUntouched(migration))
                .map(NodeAction.CallOff::new);
        return Stream.concat(wishes, migrations).toList();
    }

    /** Who has left already. */
    List<NodeAction> clear() {
        return seen.guests().stream()
                .filter(guest -> guest.evacuationNode()
                        .filter(left -> !left.equals(node))
                        .isPresent())
                .<NodeAction>map(guest -> new NodeAction.ClearWish(guest.vmi()))
                .toList();
    }

    /** No more at once than can move at once: those that wait would only be asked for again and again. */
    List<NodeAction> moves() {
        var actions = new ArrayList<NodeAction>();
        long free = seen.config().migrations().perCluster()
                - seen.migrations().stream()
                        .filter(migration -> isOfThisNode(migration) && !MigrationPlanner.isFinal(migration))
                        .count();
        for (GuestView guest : leaving().toList()) {
            if (guest.immobility().isPresent()) {
                actions.add(new NodeAction.Name(
                        guest.vmi(),
                        "the guest shall leave node %s and cannot: %s"
                                .formatted(node, guest.immobility().get())));
            } else if (free > 0 && isDue(guest)) {
                actions.add(new NodeAction.Move(migration(guest)));
                free--;
            }
        }
        return actions;
    }

    /** When the next of those is due that have failed. */
    Optional<Duration> lookAgain() {
        return leaving()
                .map(guest -> attempts(guest).dueAt())
                .filter(due -> due.isAfter(now))
                .map(due -> Duration.between(now, due))
                .min(Comparator.naturalOrder());
    }

    private Stream<GuestView> leaving() {
        return seen.guests().stream()
                .filter(guest -> guest.isRunning() && !guest.vmi().isMarkedForDeletion())
                .filter(guest -> guest.nodeName().filter(node::equals).isPresent())
                .filter(guest -> MOVING.contains(strategy(guest)))
                .filter(guest ->
                        tainted || guest.evacuationNode().filter(node::equals).isPresent())
                .sorted(Comparator.comparing(guest -> guest.vmi().getMetadata().getNamespace() + "/" + guest.name()));
    }

    private boolean isDue(GuestView guest) {
        var attempts = attempts(guest);
        return attempts.isNoneGoing() && !attempts.dueAt().isAfter(now);
    }

    private Attempts attempts(GuestView guest) {
        return Attempts.of(guest, seen.migrations(), this::isOfThisNode);
    }

    private boolean isOfThisNode(VirtualMachineInstanceMigration migration) {
        Map<String, String> annotations = migration.getMetadata().getAnnotations();
        return annotations != null && node.equals(annotations.get(KubeVirtAnnotations.EVACUATION_MIGRATION));
    }

    private static boolean isUntouched(VirtualMachineInstanceMigration migration) {
        return switch (MigrationPlanner.phase(migration)) {
            case PENDING, SCHEDULING, SCHEDULED -> !migration.isMarkedForDeletion();
            case PREPARING_TARGET,
                    TARGET_READY,
                    RUNNING,
                    SUCCEEDED,
                    FAILED,
                    WAITING_FOR_SYNC,
                    SYNCHRONIZING,
                    UNRECOGNIZED -> false;
        };
    }

    private EvictionStrategy strategy(GuestView guest) {
        return guest.evictionStrategy()
                .orElseGet(() ->
                        EvictionStrategy.parse(seen.config().guestDefaults().evictionStrategy()));
    }

    private VirtualMachineInstanceMigration migration(GuestView guest) {
        return SystemMigration.of(
                guest.vmi(),
                new SystemMigration.Purpose(
                        "kubevirt-evacuation-",
                        attempts(guest).next() + node,
                        Map.of(KubeVirtAnnotations.EVACUATION_MIGRATION, node),
                        MigrationPriority.SYSTEM_CRITICAL));
    }
}
