package dev.yadori.e2e.support;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.Map;

/** A network beside the pod network, as Multus has it. */
public final class NetworkDefinition {

    public static final String API_VERSION = "k8s.cni.cncf.io/v1";
    public static final String KIND = "NetworkAttachmentDefinition";

    private NetworkDefinition() {}

    /** With the configuration of a CNI plugin, in JSON. */
    public static GenericKubernetesResource of(String name, String config) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(API_VERSION)
                .withKind(KIND)
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToAdditionalProperties("spec", Map.of("config", config))
                .build();
    }
}
