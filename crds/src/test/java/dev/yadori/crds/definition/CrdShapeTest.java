package dev.yadori.crds.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CrdShapeTest {

    @Test
    void everyPropertyHasTypeAndDescription() throws IOException {
        List<String> bare = new ArrayList<>();
        for (ObjectNode definition : Definitions.generate().values()) {
            visit(schema(definition), "", (path, property) -> {
                boolean typed = property.hasNonNull("type")
                        || property.path("x-kubernetes-int-or-string").asBoolean();
                boolean described = path.equals(".metadata")
                        || property.path("description").asText().length() > 2;
                if (!typed || !described) {
                    bare.add(path);
                }
            });
        }

        assertThat(bare).isEmpty();
    }

    @Test
    void onlyMetadataAndTheImportersObjectsAreFreeForm() throws IOException {
        TreeSet<String> free = new TreeSet<>();
        for (ObjectNode definition : Definitions.generate().values()) {
            visit(schema(definition), "", (path, property) -> {
                if (property.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
                    free.add(path);
                }
            });
        }

        assertThat(free)
                .containsExactly(
                        ".spec.configuration.confidentialCompute",
                        ".spec.configuration.persistentReservationConfiguration",
                        ".spec.dataVolumeTemplates.metadata",
                        ".spec.dataVolumeTemplates.spec",
                        ".spec.dataVolumeTemplates.status",
                        ".spec.template.metadata");
    }

    @Test
    void bothVersionsAreServedAndTheNewOneIsStored() throws IOException {
        for (ObjectNode definition : Definitions.generate().values()) {
            if (!definition.at("/spec/group").asText().equals("kubevirt.io")) {
                continue;
            }
            JsonNode versions = definition.at("/spec/versions");

            assertThat(versions)
                    .extracting(version -> version.get("name").asText())
                    .containsExactly("v1", "v1alpha3");
            assertThat(versions).allMatch(version -> version.get("served").asBoolean());
            assertThat(versions)
                    .extracting(version -> version.get("storage").asBoolean())
                    .containsExactly(true, false);
            assertThat(versions).allMatch(version -> version.at("/subresources").has("status"));
        }
    }

    private static ObjectNode schema(ObjectNode definition) {
        return (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema");
    }

    private interface Visitor {
        void visit(String path, JsonNode property);
    }

    private static void visit(JsonNode schema, String path, Visitor visitor) {
        if (schema.has("items")) {
            visit(schema.get("items"), path, visitor);
        }
        if (schema.path("additionalProperties").isObject()) {
            visit(schema.get("additionalProperties"), path, visitor);
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String child = path + "." + property.getKey();
            visitor.visit(child, property.getValue());
            visit(property.getValue(), child, visitor);
        }
    }
}
