package dev.yadori.launcher.domain;

import java.util.List;
import java.util.Optional;

/** The guest's clock and the timers that it ticks by. */
public record Clock(Base base, List<Timer> timers) {
    public Clock {
        timers = List.copyOf(timers);
    }

    /** What it is set to when the guest starts. */
    public sealed interface Base {
        /** UTC and so many seconds. */
        record Utc(int offsetSeconds) implements Base {}

        /** The local time of a zone by its name. */
        record Timezone(String name) implements Base {}
    }

    /** One timer. */
    public record Timer(TimerName name, boolean present, Optional<TickPolicy> tickPolicy, Optional<Track> track) {}

    /** The names are libvirt's. */
    public enum TimerName {
        RTC,
        PIT,
        HPET,
        KVMCLOCK,
        HYPERVCLOCK,
        TSC
    }

    /** What becomes of ticks that were missed. */
    public enum TickPolicy {
        DELAY,
        CATCHUP,
        MERGE,
        DISCARD
    }

    /** What a real-time clock follows. */
    public enum Track {
        GUEST,
        WALL
    }
}
