package dev.yadori.controller.vmi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to do about one VirtualMachineInstance.
 *
 * @param status what to change in the status, written after the actions
 * @param lookAgain when to look again although nothing happened
 * @param released whether nothing is left that the object's deletion has to wait for
 */
public record VmiPlan(List<VmiAction> actions, StatusChange status, Optional<Duration> lookAgain, boolean released) {

    public VmiPlan {
        actions = List.copyOf(actions);
    }

    static VmiPlan of(StatusChange status, VmiAction... actions) {
        return new VmiPlan(List.of(actions), status, Optional.empty(), false);
    }

    static VmiPlan nothing() {
        return of(StatusChange.NONE);
    }

    static VmiPlan waitFor(Duration wait) {
        return nothing().after(wait);
    }

    static VmiPlan release(VmiAction... actions) {
        return new VmiPlan(List.of(actions), StatusChange.NONE, Optional.empty(), true);
    }

    VmiPlan with(VmiAction action) {
        return new VmiPlan(Stream.concat(Stream.of(action), actions.stream()).toList(), status, lookAgain, released);
    }

    VmiPlan after(Duration again) {
        return new VmiPlan(actions, status, Optional.of(again), released);
    }
}
