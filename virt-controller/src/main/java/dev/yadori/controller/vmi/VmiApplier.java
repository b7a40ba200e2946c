package dev.yadori.controller.vmi;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.patch.JsonPatch;
import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.pod.ClaimMode;
import dev.yadori.controller.vmi.pod.LauncherPod;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.service.events.EventRecorder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Carries plans out: the only writes of this controller. */
final class VmiApplier {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final Set<Integer> TRY_AGAIN = Set.of(408, 429);
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;
    private static final PatchContext STRATEGIC = PatchContext.of(PatchType.STRATEGIC_MERGE);

    private final Collaborators collaborators;
    private final KubernetesClient client;
    private final EventRecorder events;
    private final VmiObserver observer;
    private final PodNeeds needs;
    private final Consumer<Pod> created;

    /**
     * An applier.
     *
     * @param created is told of a new pod, so that caches know it before they hear of it
     */
    VmiApplier(Collaborators collaborators, EventRecorder events, VmiObserver observer, Consumer<Pod> created) {
        this.collaborators = collaborators;
        this.client = collaborators.client();
        this.events = events;
        this.observer = observer;
        this.needs = new PodNeeds(client);
        this.created = created;
    }

    /** What came of a write. */
    sealed interface Outcome {

        /** Nothing that changes what is known. */
        record Done(VirtualMachineInstance vmi) implements Outcome {}

        /** The pod is there now, or was all the time, or is proven gone. */
        record PodSeen(Observation<LauncherPodState> pod) implements Outcome {}

        /** The API server does not want the pod, for a reason that a user can do something about. */
        record Refused(String why) implements Outcome {}
    }

    /**
     * Carries one action out.
     *
     * @throws KubernetesClientException when the API server does not answer, or with 409 when the object has changed since
     *     it was observed
     */
    Outcome apply(VirtualMachineInstance vmi, VmiAction action) {
        return switch (action) {
            case VmiAction.CreatePod(var claims) -> create(vmi, claims);
            case VmiAction.DeletePod(String name, Optional<Long> grace) -> delete(vmi, name, grace);
            case VmiAction.SetUnpaused(String name, boolean unpaused) -> setUnpaused(vmi, name, unpaused);
            case VmiAction.LabelPodNode(String name, String node) ->
                patchPod(vmi, name, Map.of("metadata", Map.of("labels", Map.of(KubeVirtLabels.NODE_NAME, node))));
            case VmiAction.LabelNode(String node) -> labelNode(vmi, node);
            case VmiAction.DropFinalizer(String finalizer) -> dropFinalizer(vmi, finalizer);
            case VmiAction.Emit(boolean warning, String reason, String message) -> {
                emit(vmi, warning, reason, message);
                yield new Outcome.Done(vmi);
            }
        };
    }

    /** Writes what has changed of the status, unless that is nothing. */
    VirtualMachineInstance write(VirtualMachineInstance vmi, StatusChange change) {
        if (change.isEmpty()) {
            return vmi;
        }
        return resource(vmi)
                .subresource("status")
                .patch(JsonPatch.CONTEXT, change.toPatch(vmi).toJson(client.getKubernetesSerialization()));
    }

    private Outcome create(VirtualMachineInstance vmi, Map<String, ClaimMode> claims) {
        var config = collaborators.clusterConfig().get();
        var networks = needs.networks(vmi);
        Optional<String> unsupported = LauncherPod.unsupported(vmi, config).or(() -> networks.missing(vmi));
        if (unsupported.isPresent()) {
            return new Outcome.Refused(unsupported.get());
        }
        Pod pod = LauncherPod.of(vmi, config, collaborators.config().launcherImage(), claims, networks);
        Outcome outcome = create(vmi, pod);
        Set<String> limited = outcome instanceof Outcome.Refused ? needs.limitedByQuota(vmi) : Set.of();
        Pod fitted = LauncherPod.withLimits(pod, vmi, limited);
        return fitted.equals(pod) ? outcome : create(vmi, fitted);
    }

    private Outcome create(VirtualMachineInstance vmi, Pod pod) {
        try {
            Pod made = client.resource(pod).create();
            created.accept(made);
            emit(
                    vmi,
                    false,
                    VmiReasons.SUCCESSFUL_CREATE,
                    "Created virtual machine pod " + made.getMetadata().getName());
            return new Outcome.PodSeen(new Present<>(LauncherPodState.of(made)));
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                return exists(vmi, pod.getMetadata().getName());
            }
            if (isRefusal(e.getCode())) {
                return new Outcome.Refused(reason(e));
            }
            throw e;
        }
    }

    /** A create whose answer was lost, or somebody else's pod. */
    private Outcome exists(VirtualMachineInstance vmi, String name) {
        return observer.ask(vmi) instanceof Present<LauncherPodState> present
                ? new Outcome.PodSeen(present)
                : new Outcome.Refused("pod " + name + " exists and belongs to another object");
    }

    private Outcome delete(VirtualMachineInstance vmi, String name, Optional<Long> grace) {
        PodResource pod = pod(vmi, name);
        boolean found = !(grace.isPresent() ? pod.withGracePeriod(grace.get()).delete() : pod.delete()).isEmpty();
        return found ? new Outcome.Done(vmi) : new Outcome.PodSeen(new Absent<>("pod " + name + " does not exist"));
    }

    private Outcome setUnpaused(VirtualMachineInstance vmi, String name, boolean unpaused) {
        var condition = Map.of(
                "type",
                LauncherPod.UNPAUSED,
                "status",
                unpaused ? "True" : "False",
                "reason",
                unpaused ? "NotPaused" : "Paused",
                "lastTransitionTime",
                collaborators.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return ignoringAbsence(
                vmi,
                () -> named(vmi, name)
                        .subresource("status")
                        .patch(STRATEGIC, json(Map.of("status", Map.of("conditions", List.of(condition))))));
    }

    private Outcome patchPod(VirtualMachineInstance vmi, String name, Map<String, Object> patch) {
        return ignoringAbsence(vmi, () -> named(vmi, name).patch(STRATEGIC, json(patch)));
    }

    /** A pod that is gone says so by an event of its own. */
    private static Outcome ignoringAbsence(VirtualMachineInstance vmi, Runnable patch) {
        try {
            patch.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                throw e;
            }
        }
        return new Outcome.Done(vmi);
    }

    private Outcome labelNode(VirtualMachineInstance vmi, String node) {
        JsonPatch patch = JsonPatch.of(vmi);
        Map<String, String> labels = vmi.getMetadata().getLabels();
        patch = labels == null || labels.isEmpty()
                ? patch.add("/metadata/labels", Map.of(KubeVirtLabels.NODE_NAME, node))
                : patch.add("/metadata/labels/" + JsonPatch.escaped(KubeVirtLabels.NODE_NAME), node);
        return new Outcome.Done(
                resource(vmi).patch(JsonPatch.CONTEXT, patch.toJson(client.getKubernetesSerialization())));
    }

    private Outcome dropFinalizer(VirtualMachineInstance vmi, String finalizer) {
        List<String> left = vmi.getMetadata().getFinalizers().stream()
                .filter(known -> !known.equals(finalizer))
                .toList();
        JsonPatch patch = JsonPatch.of(vmi).add("/metadata/finalizers", left);
        return new Outcome.Done(
                resource(vmi).patch(JsonPatch.CONTEXT, patch.toJson(client.getKubernetesSerialization())));
    }

    private void emit(VirtualMachineInstance vmi, boolean warning, String reason, String message) {
        if (warning) {
            events.warning(vmi, reason, message);
        } else {
            events.normal(vmi, reason, message);
        }
    }

    private Resource<VirtualMachineInstance> resource(VirtualMachineInstance vmi) {
        return client.resource(vmi);
    }

    /** For patches: by the object, as by its name it would be read first (0058). */
    private Resource<Pod> named(VirtualMachineInstance vmi, String name) {
        return client.resource(new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(vmi.getMetadata().getNamespace())
                .endMetadata()
                .build());
    }

    private PodResource pod(VirtualMachineInstance vmi, String name) {
        return client.pods().inNamespace(vmi.getMetadata().getNamespace()).withName(name);
    }

    private String json(Object value) {
        return client.getKubernetesSerialization().asJson(value);
    }

    private static boolean isRefusal(int code) {
        return code >= CLIENT_ERRORS && code < SERVER_ERRORS && !TRY_AGAIN.contains(code);
    }

    private static String reason(KubernetesClientException e) {
        return e.getStatus() == null || e.getStatus().getMessage() == null
                ? String.valueOf(e.getMessage())
                : e.getStatus().getMessage();
    }
}
