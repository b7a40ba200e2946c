package dev.yadori.api.admission.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.KubeVirtLabels;
import java.util.List;

/** Names, labels and annotations. */
public final class MetadataRules {

    /** What a label or annotation of ours tells the components; a user who sets one could point them at another's guest. */
    private static final List<String> RESERVED_LABELS = List.of(
            KubeVirtLabels.CREATED_BY,
            KubeVirtLabels.MIGRATION_JOB_UID,
            KubeVirtLabels.NODE_NAME,
            KubeVirtLabels.MIGRATION_TARGET_NODE_NAME,
            KubeVirtLabels.SCHEDULABLE,
            KubeVirtLabels.INSTALL_STRATEGY);

    private static final List<String> UNSUPPORTED_ANNOTATIONS =
            List.of(KubeVirtAnnotations.HOOK_SIDECARS, KubeVirtAnnotations.IGNITIONDATA);

    /** The name is a label of the launcher pod. */
    private static final int LONGEST_NAME = 63;

    private MetadataRules() {}

    /** The name of a new object. */
    public static void name(JsonNode metadata, FieldPath path, Faults faults) {
        int length = metadata.path("name").asText().length();
        if (length > LONGEST_NAME) {
            faults.invalid(path.field("name"), "must be at most " + LONGEST_NAME + " characters, is " + length);
        }
    }

    /** Labels that only our own components may set. */
    public static void reservedLabels(JsonNode metadata, FieldPath path, Faults faults) {
        for (String label : RESERVED_LABELS) {
            if (metadata.path("labels").has(label)) {
                faults.forbidden(path.field("labels").key(label), "is reserved for the system");
            }
        }
    }

    /** Labels that only our own components may change. */
    public static void unchangedLabels(JsonNode before, JsonNode after, FieldPath path, Faults faults) {
        for (String label : RESERVED_LABELS) {
            if (!before.path("labels").path(label).equals(after.path("labels").path(label))) {
                faults.forbidden(path.field("labels").key(label), "is reserved for the system");
            }
        }
    }

    /** Annotations that ask for what is not done. */
    public static void annotations(JsonNode metadata, FieldPath path, Faults faults) {
        for (String annotation : UNSUPPORTED_ANNOTATIONS) {
            if (metadata.path("annotations").has(annotation)) {
                faults.unsupported(path.field("annotations").key(annotation), UnsupportedField.NOT_YET);
            }
        }
    }
}
