package dev.yadori.api.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.api.admission.SpecReader;
import dev.yadori.crds.config.PlacementSettings;
import dev.yadori.crds.placement.TargetNodes;
import dev.yadori.crds.v1.KubeVirtSpec;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes that have guests. virt-handler is not to be taken off one of them: nobody would look after its guests, who would run on and could
 * neither be stopped nor moved.
 *
 * @param occupied names of nodes that have guests
 * @param nodes all there are
 */
public record Homes(Supplier<Set<String>> occupied, Supplier<List<Node>> nodes) {

    /** Where nobody lives, as before there is a cluster. */
    public static final Homes NONE = new Homes(Set::of, List::of);

    private static final Logger LOG = LoggerFactory.getLogger(Homes.class);
    private static final String PATH = "workloads.nodePlacement";

    static JsonNode of(JsonNode object) {
        return object.path("spec").path("workloads").path("nodePlacement");
    }

    /** What cannot be looked up keeps nobody from changing the configuration: the guests run on in any case. */
    void check(JsonNode spec, Faults faults) {
        if (SpecReader.read(spec, KubeVirtSpec.class, FieldPath.SPEC)
                instanceof SpecReader.Reading.Good<KubeVirtSpec>(KubeVirtSpec read)) {
            try {
                check(read, faults);
            } catch (RuntimeException e) {
                LOG.atWarn().addKeyValue("error", e.getMessage()).log("nodes with guests could not be looked up");
            }
        }
    }

    private void check(KubeVirtSpec spec, Faults faults) {
        var wanted = PlacementSettings.from(spec).settings().workloads();
        Set<String> homes = occupied.get();
        String left = nodes.get().stream()
                .filter(node -> homes.contains(node.getMetadata().getName()))
                .flatMap(node -> TargetNodes.misfit(wanted.nodeSelector(), wanted.affinity(), node)
                        .map(why -> node.getMetadata().getName() + " " + why)
                        .stream())
                .sorted()
                .collect(Collectors.joining("; "));
        if (!left.isEmpty()) {
            faults.forbidden(FieldPath.SPEC.field(PATH), "would leave guests behind: " + left);
        }
    }
}
