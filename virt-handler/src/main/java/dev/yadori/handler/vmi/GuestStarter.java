package dev.yadori.handler.vmi;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.handler.launch.FieldError;
import dev.yadori.handler.launch.GuestInterfaces;
import dev.yadori.handler.launch.LaunchFacts;
import dev.yadori.handler.launch.LaunchMapper;
import dev.yadori.handler.launch.LaunchMapping;
import dev.yadori.handler.launcher.GuestLink;
import dev.yadori.handler.launcher.GuestLink.Joint;
import dev.yadori.handler.launcher.GuestNetwork;
import dev.yadori.handler.launcher.GuestNetwork.Connection;
import dev.yadori.handler.launcher.LauncherClient;
import dev.yadori.handler.launcher.LauncherException;
import dev.yadori.handler.launcher.LauncherException.Kind;
import dev.yadori.handler.vmi.StartOutcome.Failed;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plumbs the pod, asks the API server itself whether the guest is still wanted there, and starts it. The cache is not asked:
 * it may be minutes old, and a guest must not run where its object does not know it.
 */
final class GuestStarter {
    private final GuestObjects objects;
    private final Supplier<ClusterConfig> config;
    private final PodCache pods;

    GuestStarter(GuestObjects objects, Supplier<ClusterConfig> config, PodCache pods) {
        this.objects = objects;
        this.config = config;
        this.pods = pods;
    }

    /** A {@link GuestStart} that starts. */
    StartOutcome start(
            VirtualMachineInstance vmi,
            GuestPod pod,
            LauncherClient client,
            GuestNetwork network,
            Consumer<Findings> found) {
        return plumb(vmi, network::connect, (links, settings) -> {
            var fresh = objects.guest(pod.namespace(), pod.vmiName()).filter(one -> wants(one, pod));
            if (fresh.isEmpty()) {
                // A cache that lags behind must not make this a loop.
                return new Failed(Kind.UNREACHABLE, "NOT_WANTED", "the object does not want its guest in this pod", 0);
            }
            var delay = mountImages(fresh.get(), pods.of(fresh.get()), pod, network);
            if (delay.isPresent()) {
                return delay.get();
            }
            return tell(fresh.get(), new Place(pod, network, false), links, settings, (spec, findings) -> {
                found.accept(findings);
                client.start(spec);
            });
        });
    }

    /** A {@link GuestStart} that prepares for a guest that comes from elsewhere. */
    StartOutcome receive(
            VirtualMachineInstance vmi,
            GuestPod pod,
            LauncherClient client,
            GuestNetwork network,
            Consumer<Findings> found) {
        return plumb(vmi, network::connect, (links, settings) -> {
            var fresh = objects.guest(pod.namespace(), pod.vmiName())
                    .filter(one -> pod.vmiUid().equals(one.getMetadata().getUid()));
            var migration = fresh.map(VirtualMachineInstance::getStatus)
                    .map(VirtualMachineInstanceStatus::migrationState)
                    .filter(state -> !Boolean.TRUE.equals(state.completed()))
                    .map(MigrationState::migrationUid);
            if (migration.isEmpty()) {
                return new Failed(Kind.UNREACHABLE, "NOT_WANTED", "no guest is to come to this pod", 0);
            }
            var delay = mountImages(fresh.get(), pods.target(fresh.get()), pod, network);
            if (delay.isPresent()) {
                return delay.get();
            }
            return tell(fresh.get(), new Place(pod, network, false), links, settings, (spec, findings) -> {
                found.accept(findings);
                client.prepareIncoming(spec, migration.get());
            });
        });
    }

    /** Before the guest's start, which opens them. Why that has to wait, if it does. */
    private Optional<StartOutcome> mountImages(
            VirtualMachineInstance vmi, Optional<LauncherPodObject> cached, GuestPod pod, GuestNetwork network)
            throws IOException, InterruptedException {
        var known = cached.filter(one -> one.getMetadata().getUid().equals(pod.uid()));
        var images = known.map(one -> PodImages.of(vmi, one)).orElse(new PodImages.NotYet("the pod is not known yet"));
        return switch (images) {
            case PodImages.NotYet(var reason) ->
                Optional.of(new Failed(Kind.NOT_READY, "IMAGE_NOT_READY", reason, generation(vmi)));
            case PodImages.Ready(var ready) -> {
                network.mount(ready);
                yield Optional.empty();
            }
        };
    }

    /** A {@link GuestStart} for a guest that runs: plumbing can be repeated, and says what is there. */
    StartOutcome inspect(
            VirtualMachineInstance vmi,
            GuestPod pod,
            LauncherClient client,
            GuestNetwork network,
            Consumer<Findings> found) {
        return plumb(vmi, network::reconnect, (links, settings) -> {
            return switch (functions(vmi, pod)) {
                case GuestFunctions.NotYet(var reason) -> noFunction(reason, generation(vmi));
                case GuestFunctions.Ready functions -> {
                    found.accept(new Findings(
                            functions.among(links, vmi), objects.claims(vmi).orElse(Map.of())));
                    yield new StartOutcome.Started();
                }
            };
        });
    }

    /** A {@link GuestStart} for a guest that runs and whose cards have to change. */
    StartOutcome change(
            VirtualMachineInstance vmi,
            GuestPod pod,
            LauncherClient client,
            GuestNetwork network,
            Consumer<Findings> found) {
        return plumb(
                vmi,
                network::reconnect,
                (links, settings) -> tell(vmi, new Place(pod, network, true), links, settings, (spec, findings) -> {
                    client.updateInterfaces(spec.getInterfacesList());
                    found.accept(findings);
                }));
    }

    @FunctionalInterface
    private interface Next {
        StartOutcome with(List<GuestLink> links, ClusterConfig settings)
                throws LauncherException, ObjectsUnknownException, IOException, InterruptedException;
    }

    @FunctionalInterface
    private interface Plumber {
        Connection plumb(VirtualMachineInstance vmi, ClusterConfig settings) throws IOException, InterruptedException;
    }

    /** Without the interfaces that wait for another pod. */
    private static VirtualMachineInstance carried(VirtualMachineInstance vmi, List<GuestLink> links) {
        var spec = Objects.requireNonNull(vmi.getSpec(), "spec");
        var names = links.stream().map(GuestLink::name).collect(Collectors.toSet());
        return new VirtualMachineInstance(vmi.getMetadata(), GuestInterfaces.carried(spec, names), vmi.getStatus());
    }

    private StartOutcome plumb(VirtualMachineInstance vmi, Plumber plumber, Next next) {
        long generation = generation(vmi);
        try {
            var settings = config.get();
            return switch (plumber.plumb(vmi, settings)) {
                case Connection.Impossible(var reason) ->
                    new Failed(Kind.INVALID, "NETWORK_IMPOSSIBLE", reason, generation);
                case Connection.Connected(var links) -> next.with(links, settings);
            };
        } catch (IOException failure) {
            return new Failed(Kind.NOT_READY, "POD_NOT_READY", String.valueOf(failure.getMessage()), generation);
        } catch (ObjectsUnknownException failure) {
            return new Failed(Kind.UNREACHABLE, "API_UNREACHABLE", String.valueOf(failure.getMessage()), generation);
        } catch (LauncherException failure) {
            return new Failed(failure.kind(), failure.reason(), failure.getMessage(), generation);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Failed(Kind.UNREACHABLE, "STOPPING", "this process is ending", generation);
        }
    }

    @FunctionalInterface
    private interface Telling {
        void tell(LaunchSpec spec, Findings findings) throws LauncherException;
    }

    /**
     * A pod, and what the node can do for it.
     *
     * @param running whether its guest runs, and may have to wait for another pod with some of its interfaces
     */
    private record Place(GuestPod pod, GuestNetwork network, boolean running) {}

    private static Failed noFunction(String reason, long generation) {
        return new Failed(Kind.NOT_READY, "FUNCTION_NOT_READY", reason, generation);
    }

    private GuestFunctions functions(VirtualMachineInstance vmi, GuestPod pod) {
        var known = Stream.of(pods.of(vmi), pods.target(vmi))
                .flatMap(Optional::stream)
                .filter(one -> one.getMetadata().getUid().equals(pod.uid()))
                .findFirst();
        return GuestFunctions.of(vmi, known);
    }

    private StartOutcome tell(
            VirtualMachineInstance vmi, Place place, List<GuestLink> taps, ClusterConfig settings, Telling telling)
            throws LauncherException, ObjectsUnknownException, IOException {
        return switch (functions(vmi, place.pod())) {
            case GuestFunctions.NotYet(var reason) -> noFunction(reason, generation(vmi));
            case GuestFunctions.Ready functions -> {
                place.network().claim(functions.addresses(), GuestFunctions.lockedBytes(vmi));
                var all = functions.among(taps, vmi);
                yield tell(place.running() ? carried(vmi, all) : vmi, all, settings, telling);
            }
        };
    }

    private StartOutcome tell(VirtualMachineInstance vmi, List<GuestLink> all, ClusterConfig settings, Telling telling)
            throws LauncherException, ObjectsUnknownException {
        long generation = generation(vmi);
        var claims = objects.claims(vmi);
        if (claims.isEmpty()) {
            return new Failed(Kind.NOT_READY, "CLAIM_NOT_FOUND", "a claim of the guest does not exist yet", generation);
        }
        var links = new HashMap<String, LaunchFacts.Link>();
        var functions = new HashMap<String, String>();
        for (var one : all) {
            switch (one.joint()) {
                case Joint.Tap(var link) -> links.put(one.name(), link);
                case Joint.Function(var address, var _) -> functions.put(one.name(), address.text());
            }
        }
        var facts = new LaunchFacts(
                links,
                functions,
                claims.get().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, claim -> Claims.of(claim.getValue()))));
        return switch (LaunchMapper.map(vmi, settings, facts)) {
            case LaunchMapping.Refused(var errors) ->
                new Failed(
                        Kind.INVALID,
                        "INVALID_SPECIFICATION",
                        errors.stream().map(FieldError::toString).collect(Collectors.joining("; ")),
                        generation);
            case LaunchMapping.Mapped(var spec) -> {
                telling.tell(spec, new Findings(all, claims.get()));
                yield new StartOutcome.Started();
            }
        };
    }

    private static long generation(VirtualMachineInstance vmi) {
        return Objects.requireNonNullElse(vmi.getMetadata().getGeneration(), 0L);
    }

    private static boolean wants(VirtualMachineInstance vmi, GuestPod pod) {
        return pod.vmiUid().equals(vmi.getMetadata().getUid())
                && vmi.getMetadata().getDeletionTimestamp() == null
                && Optional.ofNullable(vmi.getStatus())
                        .filter(status -> status.activePods().containsKey(pod.uid()))
                        .isPresent();
    }
}
