package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Whether a migration copies disks. */
public enum MigrationMethod implements WireValue {
    BLOCK_MIGRATION("BlockMigration"),
    LIVE_MIGRATION("LiveMigration"),
    UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

    private final String wire;

    MigrationMethod(String wire) {
        this.wire = wire;
    }

    @JsonCreator
    public static MigrationMethod parse(String wire) {
        return WireValue.parse(values(), wire, UNRECOGNIZED);
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
