package dev.yadori.api.subresource;

import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/** The objects of the cluster that requests are about, as they are now. */
public interface ClusterObjects {

    Optional<VirtualMachine> machine(String namespace, String name);

    Optional<VirtualMachineInstance> instance(String namespace, String name);

    /** Pods that say they are a launcher of this instance. */
    List<Pod> launchers(VirtualMachineInstance instance);

    /** Whether a node has a taint of this key. */
    boolean isTainted(String node, String key);

    /**
     * Does one write.
     *
     * @param name of the machine and its instance
     * @param dryRun changes nothing
     * @throws StaleException when the object is no longer the one that was read
     */
    void apply(String namespace, String name, Write write, boolean dryRun);

    /** What was decided on has changed. */
    final class StaleException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StaleException(Throwable cause) {
            super(cause);
        }
    }
}
