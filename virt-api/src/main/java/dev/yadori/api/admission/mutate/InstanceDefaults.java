package dev.yadori.api.admission.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.crds.config.ClusterConfig;
import java.util.List;

/** The defaults of a VirtualMachineInstance spec. Applied twice they change nothing more. */
public final class InstanceDefaults {

    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe");

    private InstanceDefaults() {}

    /** A copy of the spec with all defaults; one whose shape is not that of the API comes back as far as it could be done. */
    public static ObjectNode apply(ObjectNode given, ClusterConfig config) {
        ObjectNode spec = given.deepCopy();
        Tree.putIfAbsent(spec, "architecture", "amd64");
        String eviction = config.guestDefaults().evictionStrategy();
        Tree.putIfAbsent(spec, "evictionStrategy", eviction);
        ObjectNode domain = Tree.object(spec, "domain");
        Tree.putIfAbsent(
                Tree.object(domain, "machine"), "type", config.guestDefaults().machineType());
        ComputeDefaults.apply(domain, config);
        FeatureDefaults.apply(domain);
        DeviceDefaults.apply(spec, domain, config);
        NetworkDefaults.apply(spec);
        ImageDefaults.apply(spec, domain);
        PROBES.forEach(probe -> timing(spec.path(probe)));
        return spec;
    }

    private static void timing(JsonNode given) {
        if (given instanceof ObjectNode probe) {
            Tree.putIfAbsent(probe, "timeoutSeconds", 1);
            Tree.putIfAbsent(probe, "periodSeconds", 10);
            Tree.putIfAbsent(probe, "successThreshold", 1);
            Tree.putIfAbsent(probe, "failureThreshold", 3);
        }
    }
}
