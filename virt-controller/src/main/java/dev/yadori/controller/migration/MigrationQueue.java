package dev.yadori.controller.migration;

import dev.yadori.crds.config.MigrationRules;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec.MigrationPriority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may begin, by the limits of the cluster and of each node that guests leave. Pure. */
public final class MigrationQueue {

    private MigrationQueue() {}

    /**
     * A migration that has not ended.
     *
     * @param begun whether it has had its turn
     * @param created in the text of the API, which sorts by time
     * @param sourceNode empty while nobody knows it; such a one counts for no node
     */
    public record Entry(
            String uid, boolean begun, @Nullable MigrationPriority priority, String created, String sourceNode) {

        private int rank() {
            return switch (priority) {
                case SYSTEM_CRITICAL -> 100;
                case USER_TRIGGERED -> 50;
                case SYSTEM_MAINTENANCE -> 20;
                case UNRECOGNIZED -> 0;
                case null -> 0;
            };
        }

        private Duration patience() {
            return Duration.ofSeconds(rank() >= 100 ? 1 : rank() > 0 ? 3 : 5);
        }
    }

    /** Whether a phase is one of a migration that holds a place. */
    public static boolean holdsPlace(@Nullable MigrationPhase phase) {
        return switch (phase) {
            case SCHEDULING, SCHEDULED, PREPARING_TARGET, TARGET_READY, RUNNING, SYNCHRONIZING -> true;
            case PENDING, SUCCEEDED, FAILED, WAITING_FOR_SYNC, UNRECOGNIZED -> false;
            case null -> false;
        };
    }

    /** The turn of one of these. Those that are more urgent go first, of equal ones the older. */
    public static Turn turn(String uid, Collection<Entry> entries, MigrationRules rules) {
        int free = rules.perCluster();
        Map<String, Integer> leaving = new HashMap<>();
        List<Entry> waiting = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.begun()) {
                free--;
                leaving.merge(entry.sourceNode(), 1, Integer::sum);
            } else {
                waiting.add(entry);
            }
        }
        waiting.sort(Comparator.comparingInt(Entry::rank)
                .reversed()
                .thenComparing(Entry::created)
                .thenComparing(Entry::uid));
        for (Entry entry : waiting) {
            boolean nodeIsFree = entry.sourceNode().isEmpty()
                    || leaving.getOrDefault(entry.sourceNode(), 0) < rules.outboundPerNode();
            boolean begins = free > 0 && nodeIsFree;
            if (entry.uid().equals(uid)) {
                return begins ? new Turn.Begin() : new Turn.Queue(entry.patience(), why(free, entry, rules));
            }
            if (begins) {
                free--;
                leaving.merge(entry.sourceNode(), 1, Integer::sum);
            }
        }
        return new Turn.Begin();
    }

    private static String why(int free, Entry entry, MigrationRules rules) {
        return free > 0
                ? "%d migrations leave node %s at once already".formatted(rules.outboundPerNode(), entry.sourceNode())
                : "%d migrations run in the cluster at once already".formatted(rules.perCluster());
    }
}
