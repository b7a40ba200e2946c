package dev.yadori.api.admission.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Additions to a JSON tree. What is there stays, also where it is of a wrong type: the API server refuses that with a
 * better message.
 */
final class Tree {

    private Tree() {}

    /** Whether there is nothing: null and empty text count as nothing. */
    static boolean absent(JsonNode parent, String field) {
        JsonNode value = parent.path(field);
        return value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.asText().isEmpty());
    }

    static void putIfAbsent(ObjectNode parent, String field, String value) {
        if (absent(parent, field)) {
            parent.put(field, value);
        }
    }

    static void putIfAbsent(ObjectNode parent, String field, long value) {
        if (absent(parent, field)) {
            parent.put(field, value);
        }
    }

    static void putIfAbsent(ObjectNode parent, String field, boolean value) {
        if (absent(parent, field)) {
            parent.put(field, value);
        }
    }

    /** The object of that name, made if it is absent; a detached one if there is something else. */
    static ObjectNode object(ObjectNode parent, String field) {
        if (parent.path(field) instanceof ObjectNode there) {
            return there;
        }
        return absent(parent, field) ? parent.putObject(field) : JsonNodeFactory.instance.objectNode();
    }

    /** The list of that name, made if it is absent; a detached one if there is something else. */
    static ArrayNode list(ObjectNode parent, String field) {
        if (parent.path(field) instanceof ArrayNode there) {
            return there;
        }
        return absent(parent, field) ? parent.putArray(field) : JsonNodeFactory.instance.arrayNode();
    }

    /** Those elements of a list that are objects. */
    static List<ObjectNode> objects(JsonNode list) {
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode element : list) {
            if (element instanceof ObjectNode object) {
                objects.add(object);
            }
        }
        return objects;
    }
}
