package dev.yadori.service.kubernetes;

import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Copies of cached objects for reconcilers. The framework changes finalizers in a copy and nobody changes anything else, so objects that
 * are looked at often share all but their metadata: a copy by way of JSON costs more than what a reconciler does with it.
 */
public record OwnMetadata(KubernetesSerialization serialization) {

    /** A copy whose metadata may be changed. */
    @SuppressWarnings("unchecked") // Of the same type, which the compiler does not see.
    public <R extends HasMetadata> R copy(R object) {
        return (R)
                switch (object) {
                    case VirtualMachineInstance guest ->
                        new VirtualMachineInstance(own(guest.getMetadata()), guest.getSpec(), guest.getStatus());
                    case Node node ->
                        new Node(
                                node.getApiVersion(),
                                node.getKind(),
                                own(node.getMetadata()),
                                node.getSpec(),
                                node.getStatus());
                    default -> serialization.clone(object);
                };
    }

    private static ObjectMeta own(ObjectMeta metadata) {
        return new ObjectMetaBuilder(metadata).build();
    }
}
