package dev.yadori.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.crds.migrations.MigrationPolicy;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.WireValue;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the generator cannot say or says wrong, put right. */
final class DefinitionFinish {

    private static final Set<String> BOUNDS =
            Set.of("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems");

    private DefinitionFinish() {}

    static ObjectNode of(ObjectNode definition, Class<?> kind) {
        ObjectNode spec = (ObjectNode) definition.get("spec");
        ((ObjectNode) definition.get("metadata")).putObject("labels").put(label(kind), "");
        spec.putObject("conversion").put("strategy", "None");
        ArrayNode versions = (ArrayNode) spec.get("versions");
        ObjectNode version = (ObjectNode) versions.get(0);
        version.putObject("subresources").putObject("status");
        ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
        walk(schema);
        root(schema);
        columns(version, kind);
        format(schema, "spec", kind);
        if (kind == KubeVirt.class) {
            emptied((ObjectNode) schema.at("/properties/spec"));
        }
        if (kind == MigrationPolicy.class) {
            emptyStatus(schema);
            return definition;
        }
        format(schema, "status", kind);
        ObjectNode old = version.deepCopy();
        old.put("name", KubeVirtNames.DEPRECATED_VERSION).put("storage", false).put("deprecated", true);
        old.put("deprecationWarning", "kubevirt.io/v1alpha3 is deprecated, use kubevirt.io/v1");
        versions.add(old);
        return definition;
    }

    /**
     * Who applies an object empty that was not has null stored in its place: server-side apply leaves that of an object whose
     * last field it takes away. Each choice of a configuration has to be one that can be taken back.
     */
    private static void emptied(ObjectNode object) {
        object.path("properties").forEach(property -> {
            if (property.path("type").asText().equals("object")) {
                ((ObjectNode) property).put("nullable", true);
                emptied((ObjectNode) property);
            }
        });
    }

    /** The API has it, and nothing in it. */
    private static void emptyStatus(ObjectNode schema) {
        ((ObjectNode) schema.get("properties"))
                .putObject("status")
                .put("type", "object")
                .put("nullable", true)
                .put("description", "Nothing is observed of a policy.");
    }

    /** The definition of the configuration is told apart from those of the workloads. */
    private static String label(Class<?> kind) {
        return kind == KubeVirt.class ? "operator." + KubeVirtNames.GROUP : KubeVirtNames.GROUP;
    }

    private static void root(ObjectNode schema) {
        ObjectNode properties = (ObjectNode) schema.get("properties");
        text(properties, "apiVersion", "Version of the API in which the object is written.");
        text(properties, "kind", "Kind of the object.");
        properties.putObject("metadata").put("type", "object");
        schema.remove("required");
        schema.putArray("required").add("spec");
    }

    /** The generator sorts columns by path; people see them in the order of the annotations. */
    private static void columns(ObjectNode version, Class<?> kind) {
        if (!(version.get("additionalPrinterColumns") instanceof ArrayNode sorted)) {
            return;
        }
        List<JsonNode> columns = new ArrayList<>();
        for (AdditionalPrinterColumn declared : kind.getAnnotationsByType(AdditionalPrinterColumn.class)) {
            for (JsonNode column : sorted) {
                if (column.get("name").asText().equals(declared.name())) {
                    columns.add(column);
                }
            }
        }
        sorted.removeAll();
        columns.forEach(sorted::add);
    }

    private static void text(ObjectNode properties, String name, String description) {
        properties.putObject(name).put("type", "string").put("description", description);
    }

    private static void walk(ObjectNode schema) {
        BOUNDS.forEach(bound -> whole(schema, bound));
        rules(schema);
        if (schema.get("enum") instanceof ArrayNode words) {
            withoutUnrecognized(words);
        }
        if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            schema.remove("properties");
            schema.remove("additionalProperties");
            schema.put("type", "object").put("nullable", true);
        }
        if (schema.get("items") instanceof ObjectNode items) {
            walk(items);
        }
        if (schema.get("additionalProperties") instanceof ObjectNode values) {
            walk(values);
        }
        if (schema.get("properties") instanceof ObjectNode properties) {
            properties.properties().forEach(DefinitionFinish::property);
        }
    }

    /** A bound is emitted as 256.0. */
    private static void whole(ObjectNode schema, String bound) {
        JsonNode value = schema.get(bound);
        if (value != null && value.isNumber()) {
            schema.put(bound, value.asLong());
        }
    }

    private static void property(Map.Entry<String, JsonNode> property) {
        ObjectNode child = (ObjectNode) property.getValue();
        if (!child.hasNonNull("description")) {
            child.put("description", "Field " + property.getKey() + ", as in Kubernetes' own API.");
        }
        walk(child);
    }

    /** A rule on a component is emitted twice. */
    private static void rules(ObjectNode schema) {
        if (schema.get("x-kubernetes-validations") instanceof ArrayNode rules) {
            Set<JsonNode> unique = new LinkedHashSet<>();
            rules.forEach(unique::add);
            rules.removeAll();
            unique.forEach(rules::add);
        }
    }

    private static void withoutUnrecognized(ArrayNode words) {
        for (int i = words.size() - 1; i >= 0; i--) {
            if (words.get(i).asText().equals(WireValue.UNRECOGNIZED_TEXT)) {
                words.remove(i);
            }
        }
    }

    private static void format(ObjectNode schema, String field, Class<?> kind) {
        try {
            Class<?> type = kind.getDeclaredField(field).getType();
            RecordFormats.apply((ObjectNode) schema.at("/properties/" + field), type);
        } catch (NoSuchFieldException e) {
            throw new IllegalArgumentException(kind + " has no " + field, e);
        }
    }

    /** Formats of numbers and times, which the generator leaves out, from the components of our records. */
    private static final class RecordFormats {

        static void apply(ObjectNode schema, Class<?> type) {
            for (RecordComponent component : type.getRecordComponents()) {
                String name = component.getName().equals("vsockCid") ? "VSOCKCID" : component.getName();
                if (schema.at("/properties").get(name) instanceof ObjectNode property) {
                    apply(property, component.getGenericType());
                }
            }
        }

        private static void apply(ObjectNode schema, Type type) {
            if (type instanceof ParameterizedType parameterized) {
                Type[] arguments = parameterized.getActualTypeArguments();
                JsonNode inner = schema.has("items") ? schema.get("items") : schema.get("additionalProperties");
                if (inner instanceof ObjectNode values) {
                    apply(values, arguments[arguments.length - 1]);
                }
            } else if (type instanceof Class<?> raw) {
                applyRaw(schema, raw);
            }
        }

        private static void applyRaw(ObjectNode schema, Class<?> raw) {
            if (raw == Integer.class) {
                schema.put("format", "int32");
            } else if (raw == Long.class) {
                schema.put("format", "int64");
            } else if (raw == Instant.class) {
                schema.put("type", "string").put("format", "date-time").put("nullable", true);
            } else if (raw.isRecord()) {
                apply(schema, raw);
            }
        }
    }
}
