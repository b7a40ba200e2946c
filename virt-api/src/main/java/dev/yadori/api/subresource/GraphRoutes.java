package dev.yadori.api.subresource;

import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.ApiRequest;
import dev.yadori.api.http.HttpStatus;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a machine or an instance depends on, where the cluster's configuration has the gate of it. */
final class GraphRoutes {

    private static final String NAME = "objectgraph";
    private static final String GATE = "ObjectGraph";

    private final ClusterObjects objects;
    private final ClusterFacts facts;

    GraphRoutes(ClusterObjects objects, ClusterFacts facts) {
        this.objects = objects;
        this.facts = facts;
    }

    List<Route> all() {
        return List.of(
                route(MachineRoutes.RESOURCE, this::ofMachine), route(InstanceRoutes.RESOURCE, this::ofInstance));
    }

    private Route route(String resource, Function<SubresourcePath, ObjectGraphNode> graph) {
        return new Route("GET", resource, NAME, true, (path, request) -> answer(path, request, graph));
    }

    private ApiAnswer answer(
            SubresourcePath path, ApiRequest request, Function<SubresourcePath, ObjectGraphNode> graph) {
        var config = ClusterConfig.from(facts.kubeVirt().stream().toList()).config();
        if (!config.isEnabled(GATE)) {
            throw new RefusedException(Refusal.badRequest(GATE + " feature gate is not enabled."));
        }
        // As in KubeVirt they are the body of a GET.
        var wanted = new GraphSelection(OptionsCodec.read(request.body(), Options.Graph.class));
        String json = facts.json(wanted.from(graph.apply(path)));
        return ApiAnswer.json(HttpStatus.OK, json.getBytes(StandardCharsets.UTF_8));
    }

    private ObjectGraphNode ofMachine(SubresourcePath path) {
        VirtualMachine machine = objects.machine(path.namespace(), path.name())
                .orElseThrow(() -> new RefusedException(Refusal.notFound(MachineRoutes.KIND, path.name())));
        Optional<VirtualMachineInstance> instance = objects.instance(path.namespace(), path.name());
        List<Pod> pods = instance.map(objects::launchers).orElse(List.of());
        return ObjectGraph.of(machine, instance, pods);
    }

    private ObjectGraphNode ofInstance(SubresourcePath path) {
        VirtualMachineInstance instance = InstanceRoutes.read(objects, path);
        return ObjectGraph.of(instance, objects.launchers(instance));
    }
}
