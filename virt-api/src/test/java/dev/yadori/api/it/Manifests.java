package dev.yadori.api.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Objects of users, as they are in YAML: whatever a user can write, a test can. */
final class Manifests {

    static final YAMLMapper YAML = new YAMLMapper();

    private Manifests() {}

    static GenericKubernetesResource of(String kind, String name, JsonNode spec) {
        return of("v1", kind, name, spec);
    }

    static GenericKubernetesResource of(String version, String kind, String name, JsonNode spec) {
        GenericKubernetesResource object = new GenericKubernetesResourceBuilder()
                .withApiVersion("kubevirt.io/" + version)
                .withKind(kind)
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .build();
        object.setAdditionalProperties(Map.of("spec", spec));
        return object;
    }

    static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** The entries of a table. */
    static List<JsonNode> entries(String resource) throws IOException {
        try (InputStream stream = Manifests.class.getResourceAsStream(resource)) {
            List<JsonNode> entries = new ArrayList<>();
            YAML.readTree(Objects.requireNonNull(stream, resource)).forEach(entries::add);
            return entries;
        }
    }
}
