package dev.yadori.controller.kubevirt;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a component's object comes from the KubeVirt object and not from its manifest. It is kept in an annotation of the object,
 * so that the manifest's values are known when the KubeVirt object no longer says anything.
 *
 * @param manifestReplicas what the manifest has
 * @param replicas what was put in its place
 * @param added rules of placement beside those of the manifest
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Share(@Nullable Integer manifestReplicas, @Nullable Integer replicas, Map<String, Object> added) {

    static final String ANNOTATION = "yadori.dev/from-kubevirt";

    Share {
        added = added == null ? Map.of() : added;
    }

    /** The manifest's own number: whoever has changed the present one meanwhile has applied a manifest. */
    @Nullable
    Integer manifestReplicas(@Nullable Integer present) {
        return present != null && present.equals(replicas) ? manifestReplicas : present;
    }
}
