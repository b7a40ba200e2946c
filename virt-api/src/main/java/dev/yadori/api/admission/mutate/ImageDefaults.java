package dev.yadori.api.admission.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** When images of disks and kernels are pulled: as Kubernetes does it for containers. */
final class ImageDefaults {

    private ImageDefaults() {}

    static void apply(ObjectNode spec, ObjectNode domain) {
        for (ObjectNode volume : Tree.objects(spec.path("volumes"))) {
            pull(volume.path("containerDisk"));
        }
        pull(domain.path("firmware").path("kernelBoot").path("container"));
    }

    private static void pull(JsonNode given) {
        if (given instanceof ObjectNode source && !Tree.absent(source, "image")) {
            Tree.putIfAbsent(
                    source, "imagePullPolicy", policy(source.path("image").asText()));
        }
    }

    /** A digest names one image; a tag of latest, or none, names what was pushed last. */
    static String policy(String image) {
        if (image.contains("@")) {
            return "IfNotPresent";
        }
        String last = image.substring(image.lastIndexOf('/') + 1);
        int colon = last.indexOf(':');
        return colon < 0 || last.substring(colon + 1).equals("latest") ? "Always" : "IfNotPresent";
    }
}
