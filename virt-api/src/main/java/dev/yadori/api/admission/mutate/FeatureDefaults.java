package dev.yadori.api.admission.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Features that are on unless switched off, and those that others need. */
final class FeatureDefaults {

    /** What an enlightenment of Hyper-V does not work without (libvirt's domain format, "Hypervisor features"). */
    private static final Map<String, List<String>> NEEDS = needs();

    private FeatureDefaults() {}

    static void apply(ObjectNode domain) {
        ObjectNode features = Tree.object(domain, "features");
        Tree.putIfAbsent(Tree.object(features, "acpi"), "enabled", true);
        if (features.path("hyperv") instanceof ObjectNode hyperv) {
            NEEDS.forEach((feature, needed) -> {
                if (isOn(hyperv.path(feature))) {
                    needed.forEach(need -> Tree.object(hyperv, need).put("enabled", true));
                }
            });
            if (isOn(hyperv.path("evmcs"))) {
                nestedVirtualization(Tree.object(domain, "cpu"));
            }
        }
    }

    private static Map<String, List<String>> needs() {
        Map<String, List<String>> needs = new LinkedHashMap<>();
        needs.put("synictimer", List.of("synic", "vpindex"));
        needs.put("synic", List.of("vpindex"));
        needs.put("tlbflush", List.of("vpindex"));
        needs.put("ipi", List.of("vpindex"));
        needs.put("evmcs", List.of("vapic"));
        return needs;
    }

    private static boolean isOn(JsonNode feature) {
        return feature.isObject() && feature.path("enabled").asBoolean(true);
    }

    private static void nestedVirtualization(ObjectNode cpu) {
        ArrayNode features = Tree.list(cpu, "features");
        for (ObjectNode feature : Tree.objects(features)) {
            if (feature.path("name").asText().equals("vmx")) {
                feature.put("policy", "require");
                return;
            }
        }
        features.addObject().put("name", "vmx").put("policy", "require");
    }
}
