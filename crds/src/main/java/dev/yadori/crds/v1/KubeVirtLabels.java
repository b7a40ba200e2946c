package dev.yadori.crds.v1;

/** Labels that clients and components of the API read. */
public final class KubeVirtLabels {

    public static final String COMPONENT = "kubevirt.io";
    public static final String VM_NAME = "vm.kubevirt.io/name";
    public static final String VMI_ID = "vmi.kubevirt.io/id";
    public static final String COMPONENT_VALUE_LAUNCHER = "virt-launcher";
    public static final String COMPONENT_VALUE_HOTPLUG = "hotplug-disk";
    public static final String CREATED_BY = "kubevirt.io/created-by";
    public static final String NODE_NAME = "kubevirt.io/nodeName";
    public static final String MIGRATION_TARGET_NODE_NAME = "kubevirt.io/migrationTargetNodeName";
    public static final String MIGRATION_JOB_UID = "kubevirt.io/migrationJobUID";
    public static final String MIGRATION_NAME = "kubevirt.io/migrationName";
    public static final String OUTDATED_LAUNCHER_IMAGE = "kubevirt.io/outdatedLauncherImage";
    public static final String VMI_NAME = "kubevirt.io/vmi-name";
    public static final String VMI_POD_CPU_RESOURCE_LIMITS = "kubevirt.io/vmi-pod-cpu-resource-limits";
    public static final String VMI_POD_MEMORY_RESOURCE_REQUESTS = "kubevirt.io/vmi-pod-memory-resource-requests";
    public static final String MEMORY_HOTPLUG_OVERHEAD_RATIO = "kubevirt.io/memory-hotplug-overhead-ratio";
    public static final String VM_POOL_REVISION_NAME = "kubevirt.io/vm-pool-revision-name";
    public static final String SCHEDULABLE = "kubevirt.io/schedulable";
    public static final String INSTALL_STRATEGY = "kubevirt.io/install-strategy";
    public static final String PERSISTENT_STATE_FOR = "persistent-state-for";

    private KubeVirtLabels() {}
}
