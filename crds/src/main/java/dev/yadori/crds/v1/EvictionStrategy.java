package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What happens to a guest when its pod is to be evicted. */
public enum EvictionStrategy implements WireValue {
    NONE("None"),
    LIVE_MIGRATE("LiveMigrate"),
    LIVE_MIGRATE_IF_POSSIBLE("LiveMigrateIfPossible"),
    EXTERNAL("External"),
    UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

    private final String wire;

    EvictionStrategy(String wire) {
        this.wire = wire;
    }

    @JsonCreator
    public static EvictionStrategy parse(String wire) {
        return WireValue.parse(values(), wire, UNRECOGNIZED);
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
