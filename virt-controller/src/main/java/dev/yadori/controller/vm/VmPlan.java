package dev.yadori.controller.vm;

import dev.yadori.controller.status.Conditions;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.VirtualMachineStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done now.
 *
 * @param status of what is seen, before the actions
 * @param statusFirst whether the actions rest on the status, which therefore has to be stored before them
 * @param dueAt when to look again though nothing has changed
 */
record VmPlan(VirtualMachineStatus status, boolean statusFirst, List<VmAction> actions, Optional<Instant> dueAt) {

    VmPlan {
        actions = List.copyOf(actions);
    }

    /** Whether the status is out of date as soon as the actions are done, and will be brought by what they cause. */
    boolean startsInstance() {
        return actions.stream().anyMatch(VmAction.CreateInstance.class::isInstance);
    }

    /** The status that says why the actions could not be done. */
    VirtualMachineStatus failing(String reason, String message, Instant now) {
        return status.withConditions(new Conditions(status.conditions(), now)
                .with(ConditionTypes.FAILURE, "True", reason, message)
                .all());
    }
}
