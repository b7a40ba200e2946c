package dev.yadori.crds.v1;

/** Annotations of virtual machines, migrations and launcher pods. */
public final class KubeVirtAnnotations {

    /** Istio's: "true" asks for the sidecar of its mesh. */
    public static final String ISTIO_INJECT = "sidecar.istio.io/inject";

    /** Istio's: the links in a pod whose traffic its sidecar takes as the pod's own. The older name and the newer one. */
    public static final String ISTIO_INTERFACES = "traffic.sidecar.istio.io/kubevirtInterfaces";

    public static final String ISTIO_REROUTE = "istio.io/reroute-virtual-interfaces";

    public static final String VM_GENERATION = "kubevirt.io/vm-generation";
    public static final String LATEST_OBSERVED_API_VERSION = "kubevirt.io/latest-observed-api-version";
    public static final String STORAGE_OBSERVED_API_VERSION = "kubevirt.io/storage-observed-api-version";
    public static final String PCI_TOPOLOGY_VERSION = "kubevirt.io/pci-topology-version";
    public static final String INSTANCETYPE_NAME = "kubevirt.io/instancetype-name";
    public static final String CLUSTER_INSTANCETYPE_NAME = "kubevirt.io/cluster-instancetype-name";
    public static final String PREFERENCE_NAME = "kubevirt.io/preference-name";
    public static final String CLUSTER_PREFERENCE_NAME = "kubevirt.io/cluster-preference-name";
    public static final String VOLUME_UPDATE_MIGRATION = "kubevirt.io/volume-update-migration";
    public static final String EVICTION_SOURCE = "kubevirt.io/eviction-source";
    public static final String QGS_SOCKET_PATH = "kubevirt.io/qgs-socket-path";

    /** An isolated emulator gets two CPUs where the pod would have an odd number of them otherwise. */
    public static final String EMULATOR_THREAD_COMPLETE_TO_EVEN_PARITY =
            "alpha.kubevirt.io/EmulatorThreadCompleteToEvenParity";

    public static final String FREE_PAGE_REPORTING_DISABLED = "kubevirt.io/free-page-reporting-disabled";
    public static final String KEEP_LAUNCHER_ALIVE_AFTER_FAILURE = "kubevirt.io/keep-launcher-alive-after-failure";
    public static final String PAUSE_GUEST_AGENT_PROBES = "kubevirt.io/pause-guest-agent-probes";
    public static final String ALLOW_POD_BRIDGE_NETWORK_LIVE_MIGRATION =
            "kubevirt.io/allow-pod-bridge-network-live-migration";
    public static final String MEMFD = "kubevirt.io/memfd";
    public static final String LIBVIRT_LOG_FILTERS = "kubevirt.io/libvirt-log-filters";
    public static final String DISABLE_PCI_HOLE64 = "kubevirt.io/disablePCIHole64";
    public static final String PLACE_PCI_DEVICES_ON_ROOT_COMPLEX = "kubevirt.io/placePCIDevicesOnRootComplex";
    public static final String IGNITIONDATA = "kubevirt.io/ignitiondata";
    public static final String DOMAIN = "kubevirt.io/domain";
    public static final String MIGRATION_JOB_NAME = "kubevirt.io/migrationJobName";
    public static final String MIGRATION_TRANSPORT_UNIX = "kubevirt.io/migrationTransportUnix";
    public static final String MEMORY_OVERHEAD_BYTES = "kubevirt.io/memory-overhead-bytes";
    public static final String MIGRATION_TARGET_READY_TIMESTAMP = "kubevirt.io/migration-target-ready-timestamp";
    public static final String NETWORK_INFO = "kubevirt.io/network-info";
    public static final String IMAGE_VOLUME_SKIP_DIGEST_RESOLUTION = "kubevirt.io/image-volume-skip-digest-resolution";
    public static final String EPHEMERAL_PROVISIONING = "kubevirt.io/ephemeral-provisioning";
    public static final String OWNER_VMI_NAME = "kubevirt.io/owner-vmi-name";
    public static final String OWNER_VMI_UID = "kubevirt.io/owner-vmi-uid";
    public static final String EVACUATION_MIGRATION = "kubevirt.io/evacuationMigration";
    public static final String WORKLOAD_UPDATE_MIGRATION = "kubevirt.io/workloadUpdateMigration";
    public static final String MIGRATION_UNSCHEDULABLE_POD_TIMEOUT_SECONDS =
            "kubevirt.io/migrationUnschedulablePodTimeoutSeconds";
    public static final String MIGRATION_PENDING_POD_TIMEOUT_SECONDS = "kubevirt.io/migrationPendingPodTimeoutSeconds";
    public static final String MIGRATION_UTILITY_VOLUMES_TIMEOUT_SECONDS =
            "kubevirt.io/migrationUtilityVolumesTimeoutSeconds";
    public static final String IMMEDIATE_DATA_VOLUME_CREATION = "kubevirt.io/immediate-data-volume-creation";
    public static final String RESTORE_RUN_STRATEGY = "kubevirt.io/restore-run-strategy";
    public static final String MEMORY_DUMP = "kubevirt.io/memory-dump";
    public static final String HOOK_SIDECARS = "hooks.kubevirt.io/hookSidecars";

    private KubeVirtAnnotations() {}
}
