package dev.yadori.launcher.net;

import java.time.Duration;
import java.time.Instant;

/** A bucket of permits that fills with time, as a value. */
public record RateLimit(int burst, Duration refill, int left, Instant filledAt) {

    public static RateLimit full(int burst, Duration refill, Instant now) {
        return new RateLimit(burst, refill, burst, now);
    }

    public boolean isExhausted() {
        return left == 0;
    }

    public RateLimit taken() {
        return new RateLimit(burst, refill, Math.max(0, left - 1), filledAt);
    }

    /** With one permit more for each refill that has passed; a clock that goes back adds none. */
    public RateLimit at(Instant now) {
        if (now.isBefore(filledAt)) {
            return new RateLimit(burst, refill, left, now);
        }
        long permits = Duration.between(filledAt, now).dividedBy(refill);
        if (permits >= burst - left) {
            return full(burst, refill, now);
        }
        return new RateLimit(burst, refill, left + (int) permits, filledAt.plus(refill.multipliedBy(permits)));
    }
}
