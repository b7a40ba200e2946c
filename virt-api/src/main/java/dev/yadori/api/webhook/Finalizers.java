package dev.yadori.api.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Finalizers in a JSON tree. */
public final class Finalizers {

    private Finalizers() {}

    /** Adds one, unless it is there. */
    public static void add(ObjectNode object, String finalizer) {
        ObjectNode metadata =
                object.path("metadata") instanceof ObjectNode there ? there : object.putObject("metadata");
        ArrayNode list =
                metadata.path("finalizers") instanceof ArrayNode there ? there : metadata.putArray("finalizers");
        for (JsonNode present : list) {
            if (present.asText().equals(finalizer)) {
                return;
            }
        }
        list.add(finalizer);
    }
}
