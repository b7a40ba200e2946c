package dev.yadori.controller.vm;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.ConditionReasons;
import dev.yadori.crds.v1.ConditionTypes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a VirtualMachine: its own, and those of its instance as long as that has them. An immutable value; the
 * time of a transition stays while the status of its condition does.
 */
record VmConditions(List<Condition> all, Instant now) {

    private static final Set<String> OWN = Set.of(
            ConditionTypes.READY,
            ConditionTypes.FAILURE,
            ConditionTypes.RESTART_REQUIRED,
            ConditionTypes.MANUAL_RECOVERY_REQUIRED);

    VmConditions {
        all = List.copyOf(all);
        now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** With the conditions that are of the VirtualMachine alone from before, and all others from the instance. */
    VmConditions copiedFrom(VmFacts facts) {
        var merged = new ArrayList<Condition>();
        all.stream().filter(condition -> OWN.contains(condition.type())).forEach(merged::add);
        facts.instanceConditions().stream()
                .filter(condition -> !OWN.contains(condition.type()))
                .map(VmConditions::withoutProbeTime)
                .forEach(merged::add);
        return new VmConditions(merged, now).ready(facts);
    }

    private VmConditions ready(VmFacts facts) {
        if (facts.instance().isEmpty()) {
            return with(ConditionTypes.READY, "False", ConditionReasons.VMI_NOT_EXISTS, "VMI does not exist");
        }
        return facts.condition(ConditionTypes.READY)
                .map(ready -> with(ConditionTypes.READY, ready.status(), ready.reason(), ready.message()))
                .orElseGet(() -> with(
                        ConditionTypes.READY,
                        "False",
                        ConditionReasons.VMI_CONDITION_MISSING,
                        "VMI is missing the Ready condition"));
    }

    VmConditions with(String type, @Nullable String status, @Nullable String reason, @Nullable String message) {
        var since = all.stream()
                .filter(condition -> type.equals(condition.type()) && Objects.equals(status, condition.status()))
                .map(Condition::lastTransitionTime)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(now);
        var changed = new Condition(type, status, reason, message, null, since);
        if (all.stream().noneMatch(condition -> type.equals(condition.type()))) {
            var longer = new ArrayList<>(all);
            longer.add(changed);
            return new VmConditions(longer, now);
        }
        return new VmConditions(
                all.stream()
                        .map(condition -> type.equals(condition.type()) ? changed : condition)
                        .toList(),
                now);
    }

    VmConditions without(String type) {
        return new VmConditions(
                all.stream().filter(condition -> !type.equals(condition.type())).toList(), now);
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
