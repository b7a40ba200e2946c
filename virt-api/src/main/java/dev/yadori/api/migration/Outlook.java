package dev.yadori.api.migration;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.placement.GuestNeeds;
import dev.yadori.crds.placement.TargetNodes;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says where a guest could go, and why it could not go to the other nodes. */
final class Outlook {

    private static final Logger LOG = LoggerFactory.getLogger(Outlook.class);

    private final GuestFacts facts;
    private final Supplier<ClusterConfig> config;

    Outlook(GuestFacts facts, Supplier<ClusterConfig> config) {
        this.facts = facts;
        this.config = config;
    }

    /** For who asks, and for who has to know. What cannot be looked up keeps nobody from migrating. */
    List<String> warnings(VirtualMachineInstance guest, Map<String, String> added, boolean asked) {
        try {
            return of(guest, added)
                    .filter(found -> asked || found.possible().isEmpty())
                    .map(TargetNodes::sentence)
                    .map(List::of)
                    .orElse(List.of());
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("nodes for a guest could not be looked up");
            return List.of();
        }
    }

    private Optional<TargetNodes> of(VirtualMachineInstance guest, Map<String, String> added) {
        String own = new Movability(guest).nodeName().orElse("");
        Optional<Pod> pod = activePod(guest);
        if (own.isEmpty() || pod.isEmpty()) {
            return Optional.empty();
        }
        List<Node> nodes = facts.nodes();
        Map<String, String> labels = nodes.stream()
                .filter(node -> node.getMetadata().getName().equals(own))
                .findFirst()
                .map(node -> node.getMetadata().getLabels())
                .orElse(Map.of());
        Map<String, String> selector =
                Objects.requireNonNullElse(pod.get().getSpec().getNodeSelector(), Map.of());
        var wanted = new LinkedHashMap<>(new GuestNeeds(guest, config.get(), labels, selector).nodeSelector());
        wanted.putAll(added);
        return Optional.of(TargetNodes.of(pod.get().getSpec(), own, wanted, nodes));
    }

    private Optional<Pod> activePod(VirtualMachineInstance guest) {
        Map<String, String> active = Optional.ofNullable(guest.getStatus())
                .map(VirtualMachineInstanceStatus::activePods)
                .orElse(Map.of());
        return facts
                .pods(
                        guest.getMetadata().getNamespace(),
                        Map.of(KubeVirtLabels.CREATED_BY, guest.getMetadata().getUid()))
                .stream()
                .filter(pod -> active.containsKey(pod.getMetadata().getUid()))
                .findFirst();
    }
}
