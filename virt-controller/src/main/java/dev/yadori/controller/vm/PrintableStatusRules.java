package dev.yadori.controller.vm;

import static dev.yadori.crds.v1.ConditionTypes.PAUSED;
import static dev.yadori.crds.v1.ConditionTypes.POD_SCHEDULED;
import static dev.yadori.crds.v1.ConditionTypes.PROVISIONING;
import static dev.yadori.crds.v1.ConditionTypes.SYNCHRONIZED;

import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.PrintableStatus;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VolumePhase;
import java.util.List;
import java.util.function.Predicate;

/**
 * The one word that kubectl shows: the first of these that holds. DataVolumeError is not among them, as admission refuses
 * dataVolumeTemplates.
 */
final class PrintableStatusRules {

    private static final String FALSE = "False";
    private static final String TRUE = "True";

    private static final List<Rule> RULES = List.of(
            new Rule(PrintableStatus.TERMINATING, facts -> facts.vm().isMarkedForDeletion()),
            new Rule(PrintableStatus.STOPPING, facts -> facts.life() == InstanceLife.DELETING && !facts.isOff()),
            new Rule(PrintableStatus.MIGRATING, PrintableStatusRules::isMigrating),
            new Rule(PrintableStatus.PAUSED, facts -> !facts.isOff() && facts.has(PAUSED, TRUE)),
            new Rule(PrintableStatus.RUNNING, facts -> facts.isIn(VirtualMachineInstancePhase.RUNNING)),
            new Rule(PrintableStatus.ERROR_PVC_NOT_FOUND, waitingFor("FailedPvcNotFound")),
            new Rule(
                    PrintableStatus.ERROR_UNSCHEDULABLE,
                    facts -> !facts.isOff() && facts.has(POD_SCHEDULED, FALSE, "Unschedulable")),
            new Rule(PrintableStatus.PROVISIONING, facts -> !facts.isOff() && facts.has(PROVISIONING, TRUE)),
            new Rule(PrintableStatus.WAITING_FOR_VOLUME_BINDING, PrintableStatusRules::hasUnboundClaim),
            new Rule(PrintableStatus.ERR_IMAGE_PULL, waitingFor("ErrImagePull")),
            new Rule(PrintableStatus.IMAGE_PULL_BACK_OFF, waitingFor("ImagePullBackOff")),
            new Rule(PrintableStatus.STARTING, PrintableStatusRules::isStarting),
            new Rule(PrintableStatus.CRASH_LOOP_BACK_OFF, facts -> facts.isOff() && facts.startFailure() != null),
            new Rule(PrintableStatus.STOPPED, VmFacts::isOff),
            new Rule(
                    PrintableStatus.WAITING_FOR_RECEIVER,
                    facts -> facts.isIn(VirtualMachineInstancePhase.WAITING_FOR_SYNC)));

    private PrintableStatusRules() {}

    static PrintableStatus of(VmFacts facts) {
        return RULES.stream()
                .filter(rule -> rule.holds().test(facts))
                .map(Rule::status)
                .findFirst()
                .orElse(PrintableStatus.UNKNOWN);
    }

    private static Predicate<VmFacts> waitingFor(String reason) {
        return facts -> !facts.isOff() && facts.has(SYNCHRONIZED, FALSE, reason);
    }

    private static boolean isMigrating(VmFacts facts) {
        return !facts.isOff()
                && facts.instanceStatus()
                        .map(VirtualMachineInstanceStatus::migrationState)
                        .filter(PrintableStatusRules::isUnderWay)
                        .isPresent();
    }

    private static boolean isUnderWay(MigrationState migration) {
        return migration.startTimestamp() != null
                && migration.endTimestamp() == null
                && !Boolean.TRUE.equals(migration.completed());
    }

    /** A pod that has a node has its claims, though the status may not say so before the next news. */
    private static boolean hasUnboundClaim(VmFacts facts) {
        return !facts.isOff()
                && !facts.isPlaced()
                && facts.instanceStatus().stream()
                        .flatMap(status -> status.volumeStatus().stream())
                        .anyMatch(volume ->
                                volume.persistentVolumeClaimInfo() != null && volume.phase() == VolumePhase.PENDING);
    }

    private static boolean isStarting(VmFacts facts) {
        return facts.instance()
                .filter(instance -> switch (InstanceLife.phase(instance)) {
                    case PENDING, SCHEDULING, SCHEDULED -> true;
                    case null -> true;
                    case WAITING_FOR_SYNC, RUNNING, SUCCEEDED, FAILED, UNKNOWN, UNRECOGNIZED -> false;
                })
                .isPresent();
    }

    private record Rule(PrintableStatus status, Predicate<VmFacts> holds) {}
}
