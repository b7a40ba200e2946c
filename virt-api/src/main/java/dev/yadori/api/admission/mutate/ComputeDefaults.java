package dev.yadori.api.admission.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.Amounts;
import dev.yadori.crds.config.ClusterConfig;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.stream.Stream;

/** Virtual CPUs and memory from what the pod asks for. */
final class ComputeDefaults {

    private static final long MOST_SOCKETS = 512;

    private ComputeDefaults() {}

    static void apply(ObjectNode domain, ClusterConfig config) {
        requestOfLimit(domain, "cpu");
        requestOfLimit(domain, "memory");
        cpu(domain, config);
        memory(domain);
    }

    /** Kubernetes does the same for containers; done here, the guest is sized by it as well. */
    private static void requestOfLimit(ObjectNode domain, String resource) {
        JsonNode limit = domain.path("resources").path("limits").path(resource);
        if (limit.isMissingNode() || limit.isNull()) {
            return;
        }
        ObjectNode requests = Tree.object(Tree.object(domain, "resources"), "requests");
        if (Tree.absent(requests, resource)) {
            requests.set(resource, limit);
        }
    }

    private static void cpu(ObjectNode domain, ClusterConfig config) {
        ObjectNode cpu = Tree.object(domain, "cpu");
        boolean noTopology = Stream.of("sockets", "cores", "threads").allMatch(field -> Tree.absent(cpu, field));
        Tree.putIfAbsent(cpu, "sockets", noTopology ? socketsOfResources(domain) : 1);
        Tree.putIfAbsent(cpu, "cores", 1);
        Tree.putIfAbsent(cpu, "threads", 1);
        Tree.putIfAbsent(cpu, "model", config.guestDefaults().cpuModel());
    }

    private static long socketsOfResources(ObjectNode domain) {
        JsonNode resources = domain.path("resources");
        Optional<BigDecimal> cpus = Stream.of("limits", "requests")
                .map(kind -> resources.path(kind).path("cpu").asText(""))
                .map(Amounts::parse)
                .flatMap(Optional::stream)
                .findFirst();
        long sockets = cpus.map(
                        amount -> amount.setScale(0, RoundingMode.CEILING).longValue())
                .orElse(1L);
        return Math.clamp(sockets, 1, MOST_SOCKETS);
    }

    private static void memory(ObjectNode domain) {
        JsonNode resources = domain.path("resources");
        Stream.of(
                        domain.path("memory").path("guest"),
                        resources.path("requests").path("memory"),
                        resources.path("limits").path("memory"),
                        domain.path("memory").path("hugepages").path("pageSize"))
                .filter(value -> !value.isMissingNode()
                        && !value.isNull()
                        && !value.asText().isEmpty())
                .findFirst()
                .ifPresent(value -> {
                    ObjectNode memory = Tree.object(domain, "memory");
                    if (Tree.absent(memory, "guest")) {
                        memory.put("guest", value.asText());
                    }
                });
    }
}
