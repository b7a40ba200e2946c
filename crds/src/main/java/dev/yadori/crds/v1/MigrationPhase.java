package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Where a migration is in its life. */
public enum MigrationPhase implements WireValue {
    PENDING("Pending"),
    SCHEDULING("Scheduling"),
    SCHEDULED("Scheduled"),
    PREPARING_TARGET("PreparingTarget"),
    TARGET_READY("TargetReady"),
    RUNNING("Running"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed"),
    WAITING_FOR_SYNC("WaitingForSync"),
    SYNCHRONIZING("Synchronizing"),
    UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

    private final String wire;

    MigrationPhase(String wire) {
        this.wire = wire;
    }

    @JsonCreator
    public static MigrationPhase parse(String wire) {
        return WireValue.parse(values(), wire, UNRECOGNIZED);
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
