package dev.yadori.launcher.ra;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When advertisements to all may and must be sent (RFC 4861 section 6.2), as a value. */
public record AdvertisingSchedule(int initialLeft, Optional<Instant> last) {
    public static final AdvertisingSchedule START = new AdvertisingSchedule(3, Optional.empty());

    private static final Duration INITIAL_PAUSE = Duration.ofSeconds(16);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(200);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration LEAST_DISTANCE = Duration.ofSeconds(3);

    public AdvertisingSchedule sent(Instant now) {
        return new AdvertisingSchedule(Math.max(0, initialLeft - 1), Optional.of(now));
    }

    /** From one that was sent to the next that nobody asked for. */
    public Duration pause(RandomGenerator random) {
        if (initialLeft > 0) {
            return INITIAL_PAUSE;
        }
        return Duration.ofMillis(random.nextLong(SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis()));
    }

    /** How long an answer to all has to wait. */
    public Duration untilAllowed(Instant now) {
        return last.map(sent -> LEAST_DISTANCE.minus(Duration.between(sent, now)))
                .filter(Duration::isPositive)
                .map(wait -> wait.compareTo(LEAST_DISTANCE) > 0 ? LEAST_DISTANCE : wait)
                .orElse(Duration.ZERO);
    }
}
