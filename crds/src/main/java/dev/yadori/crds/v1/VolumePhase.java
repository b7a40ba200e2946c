package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How far a volume is attached. */
public enum VolumePhase implements WireValue {
    PENDING("Pending"),
    BOUND("Bound"),
    ATTACHED_TO_NODE("AttachedToNode"),
    MOUNTED_TO_POD("MountedToPod"),
    READY("Ready"),
    DETACHING("Detaching"),
    UN_MOUNTED_FROM_POD("UnMountedFromPod"),
    MEMORY_DUMP_VOLUME_IN_PROGRESS("MemoryDumpVolumeInProgress"),
    MEMORY_DUMP_VOLUME_COMPLETED("MemoryDumpVolumeCompleted"),
    MEMORY_DUMP_VOLUME_FAILED("MemoryDumpVolumeFailed"),
    UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

    private final String wire;

    VolumePhase(String wire) {
        this.wire = wire;
    }

    @JsonCreator
    public static VolumePhase parse(String wire) {
        return WireValue.parse(values(), wire, UNRECOGNIZED);
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
