package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Where a VirtualMachineInstance is in its life. */
public enum VirtualMachineInstancePhase implements WireValue {
    PENDING("Pending"),
    SCHEDULING("Scheduling"),
    SCHEDULED("Scheduled"),
    WAITING_FOR_SYNC("WaitingForSync"),
    RUNNING("Running"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed"),
    UNKNOWN("Unknown"),
    UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

    private final String wire;

    VirtualMachineInstancePhase(String wire) {
        this.wire = wire;
    }

    @JsonCreator
    public static VirtualMachineInstancePhase parse(String wire) {
        return WireValue.parse(values(), wire, UNRECOGNIZED);
    }

    /** Whether the guest has ended, after which no other phase comes. */
    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED;
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
