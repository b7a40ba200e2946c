package dev.yadori.api.subresource;

import dev.yadori.api.guest.GuestPlace;
import dev.yadori.api.guest.Guests;
import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.ApiRequest;
import dev.yadori.api.http.HttpStatus;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineStatus;
import dev.yadori.proto.launcher.v1.AgentInfo;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What can be done with a running guest, but for streams. */
final class InstanceRoutes {

    static final String RESOURCE = "virtualmachineinstances";
    static final String KIND = "virtualmachineinstance";

    private static final String DRAIN_TAINT = "kubevirt.io/drain";
    private static final String THAW_AFTER = "5m0s";

    private final ClusterObjects objects;
    private final Guests guests;

    InstanceRoutes(ClusterObjects objects, Guests guests) {
        this.objects = objects;
        this.guests = guests;
    }

    List<Route> all() {
        return List.of(
                put("pause", this::pause),
                put("unpause", this::unpause),
                put("freeze", this::freeze),
                put("unfreeze", (path, request) -> command(path, request, InstanceDecisions::running, guests::thaw)),
                put("reset", (path, request) -> command(path, request, InstanceDecisions::running, guests::reset)),
                put(
                        "softreboot",
                        (path, request) -> command(path, request, InstanceDecisions::softReboot, guests::reboot)),
                put("evacuate/cancel", this::cancelEvacuation),
                new Route("PUT", MachineRoutes.RESOURCE, "evacuate/cancel", true, this::cancelEvacuation),
                get("guestosinfo", GuestInfoCodec::system),
                get("userlist", GuestInfoCodec::users),
                get("filesystemlist", GuestInfoCodec::filesystems));
    }

    private static Route put(String name, Route.Action action) {
        return new Route("PUT", RESOURCE, name, true, action);
    }

    private Route get(String name, Function<AgentInfo, byte[]> codec) {
        return new Route("GET", RESOURCE, name, true, (path, _) -> {
            VirtualMachineInstance instance = read(objects, path);
            refuse(new InstanceDecisions(instance).agent());
            return ApiAnswer.json(HttpStatus.OK, codec.apply(guests.agent(place(instance))));
        });
    }

    private ApiAnswer pause(SubresourcePath path, ApiRequest request) {
        boolean snapshot = snapshotUnderway(path);
        return command(path, request, decisions -> decisions.pause(snapshot), guests::pause);
    }

    private ApiAnswer unpause(SubresourcePath path, ApiRequest request) {
        boolean snapshot = snapshotUnderway(path);
        return command(path, request, decisions -> decisions.unpause(snapshot), guests::resume);
    }

    private boolean snapshotUnderway(SubresourcePath path) {
        return objects.machine(path.namespace(), path.name())
                .map(VirtualMachine::getStatus)
                .map(VirtualMachineStatus::snapshotInProgress)
                .isPresent();
    }

    private ApiAnswer command(
            SubresourcePath path,
            ApiRequest request,
            Function<InstanceDecisions, Optional<Refusal>> decide,
            Consumer<GuestPlace> act) {
        Options.Plain options = OptionsCodec.read(request.body(), Options.Plain.class);
        return done(path, decide, act, options);
    }

    private ApiAnswer freeze(SubresourcePath path, ApiRequest request) {
        Options.Freeze options = OptionsCodec.read(request.body(), Options.Freeze.class);
        Duration after = OptionsCodec.duration(Objects.requireNonNullElse(options.unfreezeTimeout(), THAW_AFTER));
        return done(path, InstanceDecisions::running, guest -> guests.freeze(guest, after), options);
    }

    private ApiAnswer done(
            SubresourcePath path,
            Function<InstanceDecisions, Optional<Refusal>> decide,
            Consumer<GuestPlace> act,
            Options options) {
        VirtualMachineInstance instance = read(objects, path);
        refuse(decide.apply(new InstanceDecisions(instance)));
        if (options.dryRun().isEmpty()) {
            act.accept(place(instance));
        }
        return ApiAnswer.empty(HttpStatus.OK);
    }

    private ApiAnswer cancelEvacuation(SubresourcePath path, ApiRequest request) {
        Options.EvacuateCancel options = OptionsCodec.read(request.body(), Options.EvacuateCancel.class);
        VirtualMachineInstance instance = read(objects, path);
        boolean draining = new InstanceView(Optional.of(instance))
                .node()
                .filter(node -> objects.isTainted(node, DRAIN_TAINT))
                .isPresent();
        switch (new InstanceDecisions(instance).cancelEvacuation(instance, options, draining)) {
            case Decision.Refused(var refusal) -> throw new RefusedException(refusal);
            case Decision.Do(var writes) -> {
                try {
                    writes.forEach(write -> objects.apply(
                            path.namespace(),
                            path.name(),
                            write,
                            !options.dryRun().isEmpty()));
                } catch (ClusterObjects.StaleException e) {
                    throw new RefusedException(
                            Refusal.conflict(KIND, path.name(), "the object has been modified; please try again"));
                }
            }
        }
        return ApiAnswer.empty(HttpStatus.OK);
    }

    static VirtualMachineInstance read(ClusterObjects objects, SubresourcePath path) {
        return objects.instance(path.namespace(), path.name())
                .orElseThrow(() -> new RefusedException(Refusal.notFound(KIND, path.name())));
    }

    static void refuse(Optional<Refusal> refusal) {
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
    }

    /** Where the guest is; one that runs is somewhere. */
    static GuestPlace place(VirtualMachineInstance instance) {
        String node = new InstanceView(Optional.of(instance))
                .node()
                .orElseThrow(() -> new RefusedException(Refusal.failed("VMI is on no node")));
        var metadata = instance.getMetadata();
        return new GuestPlace(node, metadata.getNamespace(), metadata.getName(), metadata.getUid());
    }
}
