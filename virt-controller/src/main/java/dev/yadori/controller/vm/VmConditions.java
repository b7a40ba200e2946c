package dev.yadori.controller.vm;

import dev.yadori.controller.status.Conditions;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.ConditionReasons;
import dev.yadori.crds.v1.ConditionTypes;
import java.util.Set;
import java.util.stream.Stream;

/** The conditions of a VirtualMachine: its own, and those of its instance as long as that has them. */
final class VmConditions {

    private static final Set<String> OWN = Set.of(
            ConditionTypes.READY,
            ConditionTypes.FAILURE,
            ConditionTypes.RESTART_REQUIRED,
            ConditionTypes.MANUAL_RECOVERY_REQUIRED);

    private VmConditions() {}

    /** Those that are of the VirtualMachine alone from before, and all others from the instance. */
    static Conditions merge(Conditions known, VmFacts facts) {
        var own = known.all().stream().filter(condition -> OWN.contains(condition.type()));
        var copied = facts.instanceConditions().stream()
                .filter(condition -> !OWN.contains(condition.type()))
                .map(VmConditions::withoutProbeTime);
        return ready(new Conditions(Stream.concat(own, copied).toList(), known.now()), facts);
    }

    private static Conditions ready(Conditions conditions, VmFacts facts) {
        var type = ConditionTypes.READY;
        if (facts.instance().isEmpty()) {
            return conditions.with(type, "False", ConditionReasons.VMI_NOT_EXISTS, "VMI does not exist");
        }
        return facts.condition(type)
                .map(ready -> conditions.with(type, ready.status(), ready.reason(), ready.message()))
                .orElseGet(() -> conditions.with(
                        type, "False", ConditionReasons.VMI_CONDITION_MISSING, "VMI is missing the Ready condition"));
    }

    /** The time of looking alone is no change that is worth a write. */
    private static Condition withoutProbeTime(Condition condition) {
        return new Condition(
                condition.type(),
                condition.status(),
                condition.reason(),
                condition.message(),
                null,
                condition.lastTransitionTime());
    }
}
