package dev.yadori.crds.v1;

/** Reasons of conditions that clients compare. */
public final class ConditionReasons {

    public static final String PAUSED_BY_USER = "PausedByUser";
    public static final String PAUSED_IO_ERROR = "PausedIOError";
    public static final String PAUSED_BY_MIGRATION_MONITOR = "PausedByMigrationMonitor";
    public static final String POD_TERMINATING = "PodTerminating";
    public static final String POD_NOT_EXISTS = "PodNotExists";
    public static final String POD_CONDITION_MISSING = "PodConditionMissing";
    public static final String GUEST_NOT_RUNNING = "GuestNotRunning";
    public static final String VMI_NOT_EXISTS = "VMINotExists";
    public static final String VMI_CONDITION_MISSING = "VMIConditionMissing";
    public static final String DISKS_NOT_LIVE_MIGRATABLE = "DisksNotLiveMigratable";
    public static final String INTERFACE_NOT_LIVE_MIGRATABLE = "InterfaceNotLiveMigratable";
    public static final String HOTPLUG_NOT_LIVE_MIGRATABLE = "HotplugNotLiveMigratable";

    /** Not KubeVirt's: the guest's CPUs, or its NUMA cells, are those of one node. */
    public static final String CPUS_NOT_LIVE_MIGRATABLE = "CPUsNotLiveMigratable";

    public static final String CPU_MODE_LIVE_MIGRATABLE = "CPUModeLiveMigratable";
    public static final String VIRT_IOFS_NOT_LIVE_MIGRATABLE = "VirtIOFSNotLiveMigratable";
    public static final String HOST_DEVICE_NOT_LIVE_MIGRATABLE = "HostDeviceNotLiveMigratable";
    public static final String SEV_NOT_LIVE_MIGRATABLE = "SEVNotLiveMigratable";
    public static final String SECURE_EXECUTION_NOT_LIVE_MIGRATABLE = "SecureExecutionNotLiveMigratable";
    public static final String TDX_NOT_LIVE_MIGRATABLE = "TDXNotLiveMigratable";
    public static final String NO_TSC_FREQUENCY_NOT_LIVE_MIGRATABLE = "NoTSCFrequencyNotLiveMigratable";
    public static final String HYPERV_PASSTHROUGH_NOT_LIVE_MIGRATABLE = "HypervPassthroughNotLiveMigratable";
    public static final String PERSISTENT_RESERVATION_NOT_LIVE_MIGRATABLE = "PersistentReservationNotLiveMigratable";

    private ConditionReasons() {}
}
