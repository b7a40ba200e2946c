package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.GuestOsInfo;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change of a status as JSON Merge Patch (RFC 7386). */
final class StatusPatch {
    /** As the value of a field: it is to be absent. */
    static final Object ABSENT = "absent";

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
                merging(fields)));
    }

    /** A patch adds to an object and takes nothing away, unless it says null. */
    static Map<String, @Nullable Object> merging(Map<String, Object> fields) {
        var merging = new LinkedHashMap<String, @Nullable Object>();
        fields.forEach((field, value) -> merging.put(field, value instanceof GuestOsInfo os ? whole(os) : value));
        merging.replaceAll((_, value) -> ABSENT.equals(value) ? null : value);
        return merging;
    }

    private static Map<String, @Nullable Object> whole(GuestOsInfo os) {
        var whole = new LinkedHashMap<String, @Nullable Object>();
        whole.put("id", os.id());
        whole.put("name", os.name());
        whole.put("prettyName", os.prettyName());
        whole.put("version", os.version());
        whole.put("versionId", os.versionId());
        whole.put("kernelRelease", os.kernelRelease());
        whole.put("kernelVersion", os.kernelVersion());
        whole.put("machine", os.machine());
        return whole;
    }
}
