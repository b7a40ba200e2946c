package dev.yadori.launcher.launch;

import dev.yadori.launcher.domain.Clock;
import dev.yadori.proto.launcher.v1.Timer;
import java.util.stream.IntStream;

final class ClockMapper {
    private ClockMapper() {}

    static Clock clock(dev.yadori.proto.launcher.v1.Clock asked) {
        Clock.Base base = switch (asked.getBaseCase()) {
            case UTC -> new Clock.Base.Utc(asked.getUtc().getOffsetSeconds());
            case TIMEZONE -> new Clock.Base.Timezone(Fields.required("clock.timezone", asked.getTimezone()));
            case BASE_NOT_SET -> throw Fields.unknown("clock.base");
        };
        return new Clock(
                base,
                IntStream.range(0, asked.getTimersCount())
                        .mapToObj(i -> timer("clock.timers[" + i + "]", asked.getTimers(i)))
                        .toList());
    }

    private static Clock.Timer timer(String field, Timer asked) {
        return new Clock.Timer(
                Fields.word(field + ".name", asked.getName(), Clock.TimerName.class),
                asked.getPresent(),
                Fields.optional(asked.getTickPolicy())
                        .map(word -> Fields.word(field + ".tick_policy", word, Clock.TickPolicy.class)),
                Fields.optional(asked.getTrack()).map(word -> Fields.word(field + ".track", word, Clock.Track.class)));
    }
}
