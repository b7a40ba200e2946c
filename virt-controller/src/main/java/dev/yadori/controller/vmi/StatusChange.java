package dev.yadori.controller.vmi;

import dev.yadori.controller.patch.JsonPatch;
import dev.yadori.crds.v1.VirtualMachineInstance;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a status that differ from what they should be, by name. All others are left to whoever writes them. */
public record StatusChange(Map<String, Object> fields) {

    static final StatusChange NONE = new StatusChange(Map.of());

    public StatusChange {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** As a patch that only fits the object that was looked at. */
    JsonPatch toPatch(VirtualMachineInstance observed) {
        JsonPatch patch = JsonPatch.of(observed);
        if (observed.getStatus() == null) {
            return patch.add("/status", fields);
        }
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            patch = patch.add("/status/" + JsonPatch.escaped(field.getKey()), field.getValue());
        }
        return patch;
    }
}
