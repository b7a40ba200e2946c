package dev.yadori.controller.status;

import dev.yadori.controller.patch.JsonPatch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From a status to the next: only the fields that differ, so that what this version does not know stays. */
public final class StatusPatch {

    private final KubernetesSerialization serialization;

    public StatusPatch(KubernetesSerialization serialization) {
        this.serialization = serialization;
    }

    /** The patch of the observed object's status; empty if there is nothing to write. */
    public Optional<JsonPatch> between(HasMetadata observed, @Nullable Object known, Object wanted) {
        var patch = JsonPatch.of(observed);
        var after = fields(wanted);
        if (known == null) {
            return Optional.of(patch.add("/status", after));
        }
        var before = fields(known);
        if (after.equals(before)) {
            return Optional.empty();
        }
        for (var field : after.entrySet()) {
            if (!field.getValue().equals(before.get(field.getKey()))) {
                patch = patch.add(path(field.getKey()), field.getValue());
            }
        }
        for (var name : before.keySet()) {
            if (!after.containsKey(name)) {
                patch = patch.remove(path(name));
            }
        }
        return Optional.of(patch);
    }

    private Map<String, Object> fields(Object status) {
        var fields = new TreeMap<String, Object>();
        Map<?, ?> tree = serialization.convertValue(status, Map.class);
        tree.forEach((name, value) -> fields.put(String.valueOf(name), value));
        return fields;
    }

    private static String path(String field) {
        return "/status/" + JsonPatch.escaped(field);
    }
}
