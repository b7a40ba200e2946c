package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How launchers speak during a migration. */
public enum MigrationTransport implements WireValue {
    UNIX("Unix"),
    UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

    private final String wire;

    MigrationTransport(String wire) {
        this.wire = wire;
    }

    @JsonCreator
    public static MigrationTransport parse(String wire) {
        return WireValue.parse(values(), wire, UNRECOGNIZED);
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
