package dev.yadori.crds.v1;

/** Group and versions of the API, and the finalizers that this implementation sets. */
public final class KubeVirtNames {

    public static final String GROUP = "kubevirt.io";
    public static final String VERSION = "v1";
    public static final String DEPRECATED_VERSION = "v1alpha3";
    public static final String API_VERSION = GROUP + "/" + VERSION;

    /** On each VirtualMachineInstance: its guest is stopped before the object goes. */
    public static final String VMI_FINALIZER = "kubevirt.io/foregroundDeleteVirtualMachine";

    /** On a VirtualMachine, and on the VirtualMachineInstance that it owns. */
    public static final String VM_CONTROLLER_FINALIZER = "kubevirt.io/virtualMachineControllerFinalize";

    /** On each VirtualMachineInstanceMigration until it has ended. */
    public static final String MIGRATION_FINALIZER = "kubevirt.io/migrationJobFinalize";

    private KubeVirtNames() {}
}
