package dev.yadori.controller.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do about one node.
 *
 * @param lookAgain when to look again although nothing happened
 */
record NodePlan(List<NodeAction> actions, Optional<Duration> lookAgain) {

    NodePlan {
        actions = List.copyOf(actions);
    }
}
