package dev.yadori.launcher.lifecycle;

import java.time.Duration;
import java.time.Instant;

/**
 * How a guest is brought to its end: asked again and again, because guests miss it while they boot, and ended when its time
 * is over.
 *
 * @param signals how often it was asked
 */
public record Ending(Instant deadline, Instant nextSignal, int signals) {
    private static final Duration REPEAT = Duration.ofSeconds(5);
    private static final Duration DESTROY_AGAIN = Duration.ofSeconds(1);

    /** What to do now. */
    public enum Step {
        WAIT,
        SIGNAL,
        DESTROY
    }

    public static Ending within(Duration grace, Instant now) {
        return until(now.plus(grace), now);
    }

    /** One that was begun earlier, by a process that is gone. */
    public static Ending until(Instant deadline, Instant now) {
        return new Ending(deadline, now, 0);
    }

    /** A shorter period replaces a longer one. */
    public Ending atMost(Ending other) {
        return other.deadline.isBefore(deadline) ? new Ending(other.deadline, nextSignal, signals) : this;
    }

    public Step step(Instant now) {
        if (!now.isBefore(deadline)) {
            return Step.DESTROY;
        }
        return now.isBefore(nextSignal) ? Step.WAIT : Step.SIGNAL;
    }

    public Ending signalled(Instant now) {
        return new Ending(deadline, now.plus(REPEAT), signals + 1);
    }

    /** How long there is nothing to do. */
    public Duration pause(Instant now) {
        if (!now.isBefore(deadline)) {
            return DESTROY_AGAIN;
        }
        var next = nextSignal.isBefore(deadline) ? nextSignal : deadline;
        return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
    }
}
