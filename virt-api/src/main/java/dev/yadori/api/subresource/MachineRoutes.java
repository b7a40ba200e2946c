package dev.yadori.api.subresource;

import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.ApiRequest;
import dev.yadori.api.http.HttpStatus;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What can be done with a VirtualMachine: it is read, decided upon and written, again when it has changed meanwhile. */
final class MachineRoutes {

    static final String RESOURCE = "virtualmachines";
    static final String KIND = "virtualmachine";

    private static final int ATTEMPTS = 5;

    private final ClusterObjects objects;

    MachineRoutes(ClusterObjects objects) {
        this.objects = objects;
    }

    List<Route> all() {
        return List.of(
                put("start", Options.Start.class, MachineDecisions::start),
                put("stop", Options.Stop.class, MachineDecisions::stop),
                put("restart", Options.Restart.class, MachineDecisions::restart),
                put("migrate", Options.Migrate.class, MachineDecisions::migrate));
    }

    private <T extends Options> Route put(
            String name, Class<T> type, BiFunction<MachineDecisions, T, Decision> decide) {
        return new Route("PUT", RESOURCE, name, true, (path, request) -> changed(path, request, type, decide));
    }

    private <T extends Options> ApiAnswer changed(
            SubresourcePath path, ApiRequest request, Class<T> type, BiFunction<MachineDecisions, T, Decision> decide) {
        T options = OptionsCodec.read(request.body(), type);
        for (int attempt = 1; ; attempt++) {
            Decision decision = decide.apply(read(path), options);
            try {
                settle(path, decision, !options.dryRun().isEmpty());
                return ApiAnswer.empty(HttpStatus.ACCEPTED);
            } catch (ClusterObjects.StaleException e) {
                if (attempt == ATTEMPTS) {
                    throw new RefusedException(
                            Refusal.conflict(KIND, path.name(), "the object has been modified; please try again"));
                }
            }
        }
    }

    private MachineDecisions read(SubresourcePath path) {
        VirtualMachine machine = objects.machine(path.namespace(), path.name())
                .orElseThrow(() -> new RefusedException(Refusal.notFound(KIND, path.name())));
        Optional<VirtualMachineInstance> instance = objects.instance(path.namespace(), path.name());
        return new MachineDecisions(machine, instance);
    }

    private void settle(SubresourcePath path, Decision decision, boolean dryRun) {
        switch (decision) {
            case Decision.Refused(var refusal) -> throw new RefusedException(refusal);
            case Decision.Do(var writes) ->
                writes.forEach(write -> objects.apply(path.namespace(), path.name(), write, dryRun));
        }
    }
}
