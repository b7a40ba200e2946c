package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What kubectl shows of a VirtualMachine. */
public enum PrintableStatus implements WireValue {
    STOPPED("Stopped"),
    PROVISIONING("Provisioning"),
    STARTING("Starting"),
    RUNNING("Running"),
    PAUSED("Paused"),
    STOPPING("Stopping"),
    TERMINATING("Terminating"),
    CRASH_LOOP_BACK_OFF("CrashLoopBackOff"),
    MIGRATING("Migrating"),
    UNKNOWN("Unknown"),
    ERROR_UNSCHEDULABLE("ErrorUnschedulable"),
    ERR_IMAGE_PULL("ErrImagePull"),
    IMAGE_PULL_BACK_OFF("ImagePullBackOff"),
    ERROR_PVC_NOT_FOUND("ErrorPvcNotFound"),
    DATA_VOLUME_ERROR("DataVolumeError"),
    WAITING_FOR_VOLUME_BINDING("WaitingForVolumeBinding"),
    WAITING_FOR_RECEIVER("WaitingForReceiver"),
    UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

    private final String wire;

    PrintableStatus(String wire) {
        this.wire = wire;
    }

    @JsonCreator
    public static PrintableStatus parse(String wire) {
        return WireValue.parse(values(), wire, UNRECOGNIZED);
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
