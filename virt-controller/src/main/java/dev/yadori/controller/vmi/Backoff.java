package dev.yadori.controller.vmi;

import java.time.Duration;
import java.time.Instant;

/**
 * How long to wait for something that nobody tells about: the longer it has lasted, the longer. It needs no memory but the
 * time of the first failure, which is in a condition.
 */
record Backoff(Duration shortest, Duration longest) {

    Duration since(Instant first, Instant now) {
        Duration half = Duration.between(first, now).dividedBy(2);
        if (half.compareTo(shortest) < 0) {
            return shortest;
        }
        return half.compareTo(longest) > 0 ? longest : half;
    }
}
