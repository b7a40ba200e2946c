package dev.yadori.handler.launch;

import dev.yadori.crds.v1.Clock.Timers;
import dev.yadori.proto.launcher.v1.Clock;
import dev.yadori.proto.launcher.v1.Timer;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Clock and timers. */
final class ClockMapper {
    private static final String TIMERS = "spec.domain.clock.timer.";

    private ClockMapper() {}

    static Clock clock(Guest guest, FieldErrors errors) {
        var asked = guest.domain().clock();
        var clock = Clock.newBuilder();
        if (asked == null) {
            return clock.setUtc(Clock.Utc.getDefaultInstance()).build();
        }
        if (asked.timezone() != null && !asked.timezone().isEmpty()) {
            clock.setTimezone(asked.timezone());
        } else {
            int offset = asked.utc() == null
                    ? 0
                    : Objects.requireNonNullElse(asked.utc().offsetSeconds(), 0);
            clock.setUtc(Clock.Utc.newBuilder().setOffsetSeconds(offset));
        }
        if (asked.timer() != null) {
            timers(asked.timer(), errors).forEach(clock::addTimers);
        }
        return clock.build();
    }

    private static Stream<Timer> timers(Timers asked, FieldErrors errors) {
        return Stream.of(
                        timer("rtc", "rtc", asked.rtc(), errors),
                        timer("pit", "pit", asked.pit(), errors),
                        timer("kvm", "kvmclock", asked.kvm(), errors),
                        timer("hpet", "hpet", asked.hpet(), errors),
                        timer("hyperv", "hypervclock", asked.hyperv(), errors))
                .flatMap(Optional::stream);
    }

    private static Optional<Timer> timer(
            String field, String name, dev.yadori.crds.v1.Clock.@Nullable Timer asked, FieldErrors errors) {
        if (asked == null) {
            return Optional.empty();
        }
        var timer = Timer.newBuilder().setName(name).setPresent(!Boolean.FALSE.equals(asked.present()));
        var policy = asked.tickPolicy();
        if (policy == dev.yadori.crds.v1.Clock.TickPolicy.UNRECOGNIZED) {
            errors.unsupported(TIMERS + field + ".tickPolicy");
        } else if (policy != null) {
            timer.setTickPolicy(policy.wire());
        }
        var track = asked.track();
        if (track == dev.yadori.crds.v1.Clock.RtcTrack.UNRECOGNIZED) {
            errors.unsupported(TIMERS + field + ".track");
        } else if (track != null) {
            timer.setTrack(track.wire());
        }
        return Optional.of(timer.build());
    }
}
