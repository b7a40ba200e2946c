package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;

/** A change of a status as JSON Merge Patch (RFC 7386). */
final class StatusPatch {
    private StatusPatch() {}

    /**
     * With the version that was read: lists are replaced whole, so that a change in between must make this fail. With the
     * UID: a new object of the same name is another guest.
     */
    static String json(KubernetesSerialization json, VirtualMachineInstance read, Map<String, Object> fields) {
        var meta = read.getMetadata();
        return json.asJson(Map.of(
                "metadata",
                Map.of("resourceVersion", meta.getResourceVersion(), "uid", meta.getUid()),
                "status",
                fields));
    }
}
