package dev.yadori.controller.vmi;

/** Reasons of conditions and events that this controller gives, as clients know them. */
public final class VmiReasons {

    public static final String SUCCESSFUL_CREATE = "SuccessfulCreate";
    public static final String SUCCESSFUL_DELETE = "SuccessfulDelete";
    public static final String FAILED_CREATE = "FailedCreate";
    public static final String FAILED_PVC_NOT_FOUND = "FailedPvcNotFound";
    public static final String ERR_IMAGE_PULL = "ErrImagePull";
    public static final String IMAGE_PULL_BACK_OFF = "ImagePullBackOff";
    public static final String UNSCHEDULABLE = "Unschedulable";
    public static final String FAILED_MOUNT = "FailedMount";

    public static final String NODE_UNRESPONSIVE = "NodeUnresponsive";
    public static final String MIGRATION_IN_DOUBT = "MigrationInDoubt";

    private VmiReasons() {}
}
