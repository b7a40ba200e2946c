package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** When a VirtualMachine has a running guest. */
public enum RunStrategy implements WireValue {
    ALWAYS("Always"),
    RERUN_ON_FAILURE("RerunOnFailure"),
    MANUAL("Manual"),
    HALTED("Halted"),
    ONCE("Once"),
    WAIT_AS_RECEIVER("WaitAsReceiver"),
    UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

    private final String wire;

    RunStrategy(String wire) {
        this.wire = wire;
    }

    @JsonCreator
    public static RunStrategy parse(String wire) {
        return WireValue.parse(values(), wire, UNRECOGNIZED);
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
