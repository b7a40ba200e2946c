package dev.yadori.api.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What the API server asks about one write.
 *
 * @param uid to be repeated in the answer
 * @param object as it shall be; empty for a deletion
 * @param oldObject as it is; empty for a creation
 * @param username who writes
 * @param dryRun whether nothing may be changed, neither the object nor anything else
 */
public record AdmissionRequest(
        String uid,
        Operation operation,
        String namespace,
        String name,
        String username,
        boolean dryRun,
        Optional<ObjectNode> object,
        Optional<ObjectNode> oldObject) {

    /** What is done to the object. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }

    /** Whether an update leaves a part of the object as it was. */
    public boolean leaves(String part) {
        JsonNode before = oldObject.<JsonNode>map(old -> old.path(part)).orElse(null);
        JsonNode after = object.<JsonNode>map(now -> now.path(part)).orElse(null);
        return operation == Operation.UPDATE && before != null && before.equals(after);
    }

    /** Whether the object only waits for its finalizers. */
    public boolean isBeingDeleted() {
        return object.map(now -> now.path("metadata").hasNonNull("deletionTimestamp"))
                .orElse(false);
    }
}
