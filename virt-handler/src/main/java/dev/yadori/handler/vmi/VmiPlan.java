package dev.yadori.handler.vmi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What follows from an observation.
 *
 * @param status fields of the status that change, by their names in JSON
 * @param requeue when to look again even if nothing happens
 */
public record VmiPlan(Map<String, Object> status, List<VmiAction> actions, Optional<Duration> requeue) {

    public static final VmiPlan NOTHING = new VmiPlan(Map.of(), List.of(), Optional.empty());

    public VmiPlan {
        actions = List.copyOf(actions);
    }
}
