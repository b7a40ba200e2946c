package dev.yadori.crds.v1;

/** Labels and annotations of nodes, and the prefixes of those that are made of a name and a value. */
public final class NodeLabels {

    /** true while the node takes guests. */
    public static final String SCHEDULABLE = "kubevirt.io/schedulable";

    /** Annotation: RFC 3339 time of virt-handler's last sign of life. */
    public static final String HEARTBEAT = "kubevirt.io/heartbeat";

    /** true while the kubelet gives containers CPUs of their own; the old name is kept for clients. */
    public static final String CPU_MANAGER = "kubevirt.io/cpumanager";

    public static final String CPU_MANAGER_OLD = "cpumanager";

    /** Followed by a model that guests can use here. */
    public static final String CPU_MODEL_PREFIX = "cpu-model.node.kubevirt.io/";

    /** Followed by a model that a guest may arrive with, even where new guests cannot use it. */
    public static final String CPU_MODEL_MIGRATION_PREFIX = "cpu-model-migration.node.kubevirt.io/";

    public static final String CPU_FEATURE_PREFIX = "cpu-feature.node.kubevirt.io/";
    public static final String HOST_MODEL_CPU_PREFIX = "host-model-cpu.node.kubevirt.io/";
    public static final String HOST_MODEL_FEATURE_PREFIX = "host-model-required-features.node.kubevirt.io/";
    public static final String CPU_VENDOR_PREFIX = "cpu-vendor.node.kubevirt.io/";

    /** Hertz. */
    public static final String TSC_FREQUENCY = "cpu-timer.node.kubevirt.io/tsc-frequency";

    public static final String TSC_SCALABLE = "cpu-timer.node.kubevirt.io/tsc-scalable";
    public static final String HYPERV_PREFIX = "hyperv.node.kubevirt.io/";
    public static final String MACHINE_TYPE_PREFIX = "machine-type.node.kubevirt.io/";
    public static final String REALTIME = "kubevirt.io/realtime";
    public static final String SEV = "kubevirt.io/sev";
    public static final String SEV_ES = "kubevirt.io/sev-es";
    public static final String SEV_SNP = "kubevirt.io/sev-snp";
    public static final String TDX = "kubevirt.io/tdx";
    public static final String KSM_ENABLED = "kubevirt.io/ksm-enabled";

    /** true where the host's own CPU model is one that the cluster calls obsolete. */
    public static final String OBSOLETE_HOST_MODEL = "node-labeller.kubevirt.io/obsolete-host-model";

    /** Annotation: true leaves the node's labels of CPU and hypervisor as they are. */
    public static final String SKIP_LABELLING = "node-labeller.kubevirt.io/skip-node";

    /** Annotation: true where merging of equal pages was switched on by virt-handler. */
    public static final String KSM_MANAGED = "kubevirt.io/ksm-handler-managed";

    /** Taint of a node that guests shall leave, unless the cluster names another. */
    public static final String DRAIN_TAINT = "kubevirt.io/drain";

    private NodeLabels() {}
}
