package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Clock of a guest: utc or timezone, and timers. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "!(has(self.utc) && has(self.timezone))", message = "utc and timezone exclude each other")
public record Clock(
        @JsonPropertyDescription("The clock shows UTC plus an offset.") @Nullable
        Utc utc,

        @JsonPropertyDescription("The clock shows this zone, such as Europe/Berlin. UTC by default.") @Nullable
        String timezone,

        @JsonPropertyDescription("Timers of the guest. The architecture's if absent.") @Nullable
        Timers timer) {

    /** UTC. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Utc(
            @JsonPropertyDescription(
                    "Seconds ahead of UTC at boot; changes made in the guest are then lost at a restart. 0 by"
                            + " default.")
            @Nullable
            Integer offsetSeconds) {}

    /** Timers; each is there unless it says otherwise. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Timers(
            @JsonPropertyDescription("High precision event timer.") @Nullable
            Timer hpet,

            @JsonPropertyDescription("KVM's clock.") @Nullable
            Timer kvm,

            @JsonPropertyDescription("Programmable interval timer.") @Nullable
            Timer pit,

            @JsonPropertyDescription("Real-time clock.") @Nullable
            Timer rtc,

            @JsonPropertyDescription("Hyper-V's reference time.") @Nullable
            Timer hyperv) {}

    /** What becomes of ticks that were missed. */
    public enum TickPolicy implements WireValue {
        DELAY("delay"),
        CATCHUP("catchup"),
        MERGE("merge"),
        DISCARD("discard"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        TickPolicy(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static TickPolicy parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** What the real-time clock follows. */
    public enum RtcTrack implements WireValue {
        GUEST("guest"),
        WALL("wall"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        RtcTrack(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static RtcTrack parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** One timer. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Timer(
            @JsonPropertyDescription("Whether the guest has the timer. True by default.") @Nullable
            Boolean present,

            @JsonPropertyDescription("What becomes of missed ticks; for hpet, pit and rtc. delay by default.") @Nullable
            TickPolicy tickPolicy,

            @JsonPropertyDescription("What the clock follows; for rtc only. guest by default.") @Nullable
            RtcTrack track) {}
}
