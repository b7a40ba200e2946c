package dev.yadori.api.migration;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What admission has to ask the cluster, and the one thing it has to write. Each call may fail with an exception of the client. */
public interface GuestFacts {

    Optional<VirtualMachineInstance> guest(String namespace, String name);

    /** The migrations of a guest, ended or not. */
    List<VirtualMachineInstanceMigration> migrations(String namespace, String guest);

    Optional<Pod> pod(String namespace, String name);

    /** Pods with these labels. */
    List<Pod> pods(String namespace, Map<String, String> labels);

    List<Node> nodes();

    /** Says on the guest that it shall leave this node. */
    void evacuate(VirtualMachineInstance guest, String node);
}
