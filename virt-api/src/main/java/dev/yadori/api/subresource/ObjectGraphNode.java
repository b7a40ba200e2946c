package dev.yadori.api.subresource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object and what it depends on, as KubeVirt writes it.
 *
 * @param optional true for what the guest can be restored without; absent for what it needs
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ObjectGraphNode(
        Reference objectReference,
        Map<String, String> labels,
        @Nullable Boolean optional,
        List<ObjectGraphNode> children) {

    static final String DEPENDENCY = "kubevirt.io/dependency-type";

    ObjectGraphNode {
        labels = Map.copyOf(labels);
        children = List.copyOf(children);
    }

    /** Which object; its group is written where it is the empty one too. */
    @JsonInclude
    record Reference(String apiGroup, String kind, String name, String namespace) {}

    /** The kinds in a graph, and what KubeVirt says that they are for: a token of an account belongs to the network there. */
    enum Kind {
        MACHINE("kubevirt.io", "VirtualMachine", "compute", false),
        INSTANCE("kubevirt.io", "VirtualMachineInstance", "compute", false),
        POD("", "Pod", "compute", false),
        DATA_VOLUME("cdi.kubevirt.io", "DataVolume", "storage", false),
        CLAIM("", "PersistentVolumeClaim", "storage", false),
        CONFIG_MAP("", "ConfigMap", "config", false),
        SECRET("", "Secret", "config", false),
        SERVICE_ACCOUNT("", "ServiceAccount", "network", false),
        NETWORK("k8s.cni.cncf.io", "NetworkAttachmentDefinition", "network", true);

        private final String group;
        private final String kind;
        private final String dependency;
        private final boolean optional;

        Kind(String group, String kind, String dependency, boolean optional) {
            this.group = group;
            this.kind = kind;
            this.dependency = dependency;
            this.optional = optional;
        }

        ObjectGraphNode node(String namespace, String name, List<ObjectGraphNode> children) {
            return new ObjectGraphNode(
                    new Reference(group, kind, name, namespace),
                    Map.of(DEPENDENCY, dependency),
                    optional ? true : null,
                    children);
        }
    }

    boolean isOptional() {
        return Boolean.TRUE.equals(optional);
    }

    ObjectGraphNode with(List<ObjectGraphNode> others) {
        return new ObjectGraphNode(objectReference, labels, optional, others);
    }
}
