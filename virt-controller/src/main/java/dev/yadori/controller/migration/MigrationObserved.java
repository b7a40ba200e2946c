package dev.yadori.controller.migration;

import dev.yadori.controller.vmi.Claims;
import dev.yadori.controller.vmi.LauncherPodState;
import dev.yadori.controller.vmi.Observation;
import dev.yadori.crds.v1.VirtualMachineInstance;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known around one migration.
 *
 * @param target the pod of this migration's name
 * @param turn asked only before it begins
 * @param rival another migration of the guest that comes first
 * @param orphaned whether the guest's unsettled state is that of a migration that is no more
 * @param terms looked up only for the hand-over
 * @param preparation looked up only while there is no pod
 * @param surplus migrations of the guest that ended long enough ago to be forgotten
 */
public record MigrationObserved(
        Observation<VirtualMachineInstance> guest,
        Observation<LauncherPodState> target,
        Turn turn,
        Optional<String> rival,
        boolean orphaned,
        Optional<MigrationTerms> terms,
        Preparation preparation,
        List<String> surplus) {

    public MigrationObserved {
        surplus = List.copyOf(surplus);
    }

    /** What decides whether a pod can be made. */
    public record Preparation(Claims claims, Optional<Refusal> refusal) {

        public static final Preparation NONE = new Preparation(new Claims.Ready(Map.of()), Optional.empty());
    }

    /** The API server's no. */
    public record Refusal(boolean byQuota, String message) {}

    /** The same after the pod was found or made. */
    MigrationObserved withTarget(Observation<LauncherPodState> seen) {
        return new MigrationObserved(guest, seen, turn, rival, orphaned, terms, preparation, surplus);
    }

    /** The same after the pod was refused. */
    MigrationObserved withRefusal(Refusal why) {
        return new MigrationObserved(
                guest,
                target,
                turn,
                rival,
                orphaned,
                terms,
                new Preparation(preparation.claims(), Optional.of(why)),
                surplus);
    }
}
