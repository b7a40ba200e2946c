package dev.yadori.controller.node;

import dev.yadori.controller.migration.GuestView;
import dev.yadori.controller.migration.MigrationPlanner;
import dev.yadori.controller.vmi.ActivePod;
import dev.yadori.crds.config.MigrationRules.Method;
import dev.yadori.crds.config.MigrationRules.WorkloadUpdates;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec.MigrationPriority;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which guests of a node run in an older launcher than new ones would, and how they get the new one: those that can move do,
 * those that cannot are evicted, each only if the cluster's configuration allows it. Guests that wait for another pod, with a card
 * that their own has not, move by the same rule and are never evicted. Pure.
 */
record WorkloadUpdate(String node, NodeObserved seen, Instant now) {

    private static final Duration FOR_A_PLACE = Duration.ofSeconds(5);
    /** Which image a guest runs in is written by another than who writes that it has moved, and a little later. */
    private static final Duration UNTIL_SHOWN = Duration.ofSeconds(20);

    private sealed interface Way {
        record Move() implements Way {}

        record Evict() implements Way {}

        record Stay() implements Way {}
    }

    List<NodeAction> actions() {
        var actions = new ArrayList<NodeAction>();
        running()
                .filter(guest -> isOutdated(guest) != isMarked(guest))
                .forEach(guest -> actions.add(new NodeAction.MarkOutdated(guest.vmi(), isOutdated(guest))));
        moving().filter(this::isDue)
                .limit(Math.max(0, places()))
                .forEach(guest -> actions.add(new NodeAction.Move(migration(guest))));
        evictable()
                .limit(seen.evictions().granted())
                .forEach(guest -> actions.add(new NodeAction.Evict(guest.vmi(), ActivePod.name(guest.vmi()))));
        return actions;
    }

    /** How many would be evicted if there were no limit. */
    int wantedEvictions() {
        return (int) evictable().count();
    }

    private Stream<GuestView> evictable() {
        return outdated().filter(guest -> way(guest) instanceof Way.Evict && isSettled(guest));
    }

    /** While some wait for others, or for their next attempt. */
    Optional<Duration> lookAgain() {
        if (wantedEvictions() > seen.evictions().granted()) {
            return Optional.of(seen.evictions().untilMore());
        }
        return Stream.concat(moving(), outdated().filter(guest -> !isSettled(guest)))
                .filter(guest -> attempts(guest).isNoneGoing())
                .map(guest -> attempts(guest).dueAt())
                .map(due -> due.isAfter(now) ? Duration.between(now, due) : FOR_A_PLACE)
                .min(Comparator.naturalOrder());
    }

    /** Those that wait for another pod first, which their users wanted. */
    private Stream<GuestView> moving() {
        return Stream.concat(
                        inOrder(running().filter(this::waitsForPod)), outdated().filter(guest -> !waitsForPod(guest)))
                .filter(guest -> way(guest) instanceof Way.Move);
    }

    /** A move that has succeeded since has not helped, and another would not. */
    private boolean waitsForPod(GuestView guest) {
        return guest.condition(ConditionTypes.MIGRATION_REQUIRED)
                .filter(condition -> "True".equals(condition.status()))
                .filter(condition -> !attempts(guest)
                        .succeededAfter(Objects.requireNonNullElse(condition.lastTransitionTime(), Instant.EPOCH)))
                .isPresent();
    }

    private Way way(GuestView guest) {
        boolean movable = guest.condition(ConditionTypes.LIVE_MIGRATABLE)
                .filter(condition -> "True".equals(condition.status()))
                .isPresent();
        if (movable && updates().allows(Method.LIVE_MIGRATE)) {
            return new Way.Move();
        }
        boolean known = movable || guest.immobility().isPresent();
        return known && updates().allows(Method.EVICT) ? new Way.Evict() : new Way.Stay();
    }

    private WorkloadUpdates updates() {
        return seen.config().migrations().workloadUpdates();
    }

    private long places() {
        return seen.config().migrations().perCluster()
                - seen.updates().stream()
                        .filter(migration -> !MigrationPlanner.isFinal(migration))
                        .count();
    }

    private Stream<GuestView> running() {
        return seen.guests().stream()
                .filter(guest -> guest.isRunning() && !guest.vmi().isMarkedForDeletion())
                .filter(guest -> guest.nodeName().filter(node::equals).isPresent());
    }

    private Stream<GuestView> outdated() {
        return inOrder(running().filter(this::isOutdated));
    }

    private static Stream<GuestView> inOrder(Stream<GuestView> guests) {
        return guests.sorted(
                Comparator.comparing(guest -> guest.vmi().getMetadata().getNamespace() + "/" + guest.name()));
    }

    private boolean isOutdated(GuestView guest) {
        return Optional.ofNullable(guest.vmi().getStatus())
                .map(VirtualMachineInstanceStatus::launcherContainerImageVersion)
                .filter(image -> !image.isEmpty() && !image.equals(seen.launcherImage()))
                .isPresent();
    }

    private static boolean isMarked(GuestView guest) {
        Map<String, String> labels = guest.vmi().getMetadata().getLabels();
        return labels != null && labels.containsKey(KubeVirtLabels.OUTDATED_LAUNCHER_IMAGE);
    }

    private boolean isDue(GuestView guest) {
        return isSettled(guest) && !attempts(guest).dueAt().isAfter(now);
    }

    /** It does not move, and what is known of its launcher is of the one that it runs in. */
    private boolean isSettled(GuestView guest) {
        var attempts = attempts(guest);
        return attempts.isNoneGoing() && !attempts.succeededAfter(now.minus(UNTIL_SHOWN));
    }

    private Attempts attempts(GuestView guest) {
        return Attempts.of(guest, seen.migrations(), NodeObserved::isUpdate);
    }

    /** The image is a part of the name, so that the next release makes attempts of its own. */
    private VirtualMachineInstanceMigration migration(GuestView guest) {
        return SystemMigration.of(
                guest.vmi(),
                new SystemMigration.Purpose(
                        "kubevirt-workload-update-",
                        attempts(guest).next() + seen.launcherImage(),
                        Map.of(KubeVirtAnnotations.WORKLOAD_UPDATE_MIGRATION, node),
                        waitsForPod(guest) ? MigrationPriority.USER_TRIGGERED : MigrationPriority.SYSTEM_MAINTENANCE));
    }
}
