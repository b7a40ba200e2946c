package dev.yadori.api.subresource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.ApiRequest;
import dev.yadori.api.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** A VirtualMachine with what its instance type and preference add. There are none of these yet, so nothing is added. */
final class ExpandRoutes {

    static final String OF_NAMESPACE = "expand-vm-spec";

    private static final List<String> NOT_YET = List.of("instancetype", "preference");

    private final ClusterObjects objects;
    private final Function<Object, String> json;

    ExpandRoutes(ClusterObjects objects, Function<Object, String> json) {
        this.objects = objects;
        this.json = json;
    }

    List<Route> all() {
        return List.of(
                new Route("GET", MachineRoutes.RESOURCE, "expand-spec", true, this::stored),
                new Route("PUT", OF_NAMESPACE, "", true, this::posted));
    }

    private ApiAnswer stored(SubresourcePath path, ApiRequest request) {
        return objects.machine(path.namespace(), path.name())
                .map(machine ->
                        ApiAnswer.json(HttpStatus.OK, json.apply(machine).getBytes(StandardCharsets.UTF_8)))
                .orElseThrow(() -> new RefusedException(Refusal.notFound(MachineRoutes.KIND, path.name())));
    }

    private ApiAnswer posted(SubresourcePath path, ApiRequest request) {
        ObjectNode machine = OptionsCodec.tree(request.body());
        if (!machine.path("kind").asText("VirtualMachine").equals("VirtualMachine")
                || !machine.path("spec").path("template").path("spec").isObject()) {
            throw new RefusedException(Refusal.badRequest("the body must be a VirtualMachine with spec.template.spec"));
        }
        for (String field : NOT_YET) {
            if (machine.path("spec").has(field)) {
                throw new RefusedException(Refusal.badRequest("spec." + field + ": is not supported yet"));
            }
        }
        return ApiAnswer.json(HttpStatus.OK, machine.toString().getBytes(StandardCharsets.UTF_8));
    }
}
