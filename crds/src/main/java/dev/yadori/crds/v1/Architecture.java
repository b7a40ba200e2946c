package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** CPU architecture of a guest. */
public enum Architecture implements WireValue {
    AMD64("amd64"),
    ARM64("arm64"),
    S390X("s390x"),
    UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

    private final String wire;

    Architecture(String wire) {
        this.wire = wire;
    }

    @JsonCreator
    public static Architecture parse(String wire) {
        return WireValue.parse(values(), wire, UNRECOGNIZED);
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
