package dev.yadori.handler.heartbeat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link NodeObject} by merge patches, which leave alone what they do not name. */
public final class KubernetesNodeObject implements NodeObject {

    private static final ResourceDefinitionContext NODE = new ResourceDefinitionContext.Builder()
            .withVersion("v1")
            .withKind("Node")
            .withPlural("nodes")
            .withNamespaced(false)
            .build();

    private final KubernetesClient client;
    private final String name;

    public KubernetesNodeObject(KubernetesClient client, String name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public NodeView read() {
        return view(node().get());
    }

    @Override
    public NodeView patch(NodePatch patch) {
        return view(
                node().patch(PatchContext.of(PatchType.JSON_MERGE), json(patch).toString()));
    }

    /** As a tree: to know a whole node takes a hundred classes, and labels and annotations are all that is read. */
    private Resource<GenericKubernetesResource> node() {
        return client.genericKubernetesResources(NODE).withName(name);
    }

    private NodeView view(@Nullable GenericKubernetesResource node) {
        if (node == null) {
            throw new KubernetesClientException("there is no node " + name);
        }
        return new NodeView(
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of()),
                Objects.requireNonNullElse(node.getMetadata().getAnnotations(), Map.of()));
    }

    private static ObjectNode json(NodePatch patch) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = root.putObject("metadata");
        if (!patch.labels().isEmpty()) {
            ObjectNode labels = metadata.putObject("labels");
            patch.labels().forEach((key, value) -> labels.put(key, value.orElse(null)));
        }
        if (!patch.annotations().isEmpty()) {
            ObjectNode annotations = metadata.putObject("annotations");
            patch.annotations().forEach(annotations::put);
        }
        return root;
    }
}
