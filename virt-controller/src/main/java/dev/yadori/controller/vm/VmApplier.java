package dev.yadori.controller.vm;

import dev.yadori.controller.patch.JsonPatch;
import dev.yadori.controller.status.StatusPatch;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineStatus;
import dev.yadori.service.events.EventRecorder;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The writes of a VirtualMachine. Each names the version of the object that it was decided on, and fails with 409 if the
 * object has changed since.
 */
final class VmApplier {

    private static final Logger LOG = LoggerFactory.getLogger(VmApplier.class);
    /** Adds to a list of owners, by their UIDs, whatever is in it. */
    private static final PatchContext STRATEGIC = PatchContext.of(PatchType.STRATEGIC_MERGE);

    private final KubernetesClient client;
    private final EventRecorder events;
    private final StatusPatch statusPatch;

    VmApplier(KubernetesClient client, EventRecorder events) {
        this.client = client;
        this.events = events;
        this.statusPatch = new StatusPatch(client.getKubernetesSerialization());
    }

    /** Stores the status if it differs. What is returned is to be worked on from then on. */
    VirtualMachine store(VirtualMachine vm, VirtualMachineStatus status) {
        return statusPatch
                .between(vm, vm.getStatus(), status)
                .map(patch -> client.resource(vm).subresource("status").patch(JsonPatch.CONTEXT, json(patch)))
                .orElse(vm);
    }

    void apply(VmAction action, VirtualMachine vm) {
        switch (action) {
            case VmAction.CreateInstance create -> create(create, vm);
            case VmAction.DeleteInstance(var instance) -> delete(instance, vm);
            case VmAction.FinishInstance(var instance) ->
                patch(instance, withFinalizers(instance, withoutOurs(instance)));
            case VmAction.AdoptInstance(var instance) -> adopt(instance, vm);
            case VmAction.ReleaseInstance(var instance) -> release(instance, vm);
            case VmAction.RaiseGeneration(var instance, long generation) -> raise(instance, generation);
            case VmAction.UpdateInstance(var instance, var fields) -> update(instance, fields);
            case VmAction.RemoveFinalizer _ -> removeFinalizer(vm);
        }
    }

    private void create(VmAction.CreateInstance create, VirtualMachine vm) {
        var revision = Revisions.of(vm, client.getKubernetesSerialization());
        keep(revision);
        client.resource(create.instance()).create();
        var name = create.instance().getMetadata().getName();
        events.normal(
                vm,
                "SuccessfulCreate",
                "Started the virtual machine by creating the new virtual machine instance " + name);
        log(vm).log("instance created");
        if (create.hasOlderRevisions()) {
            removeOlder(revision);
        }
    }

    private void keep(ControllerRevision revision) {
        try {
            client.resource(revision).create();
        } catch (KubernetesClientException e) {
            // Named by UID and generation: one of this name has this content.
            if (!ApiRefusal.isConflict(e)) {
                throw e;
            }
        }
    }

    private void removeOlder(ControllerRevision current) {
        var metadata = current.getMetadata();
        client
                .apps()
                .controllerRevisions()
                .inNamespace(metadata.getNamespace())
                .withLabels(metadata.getLabels())
                .list()
                .getItems()
                .stream()
                .filter(revision -> !revision.getMetadata().getName().equals(metadata.getName()))
                .forEach(revision -> client.resource(revision).delete());
    }

    private void delete(VirtualMachineInstance instance, VirtualMachine vm) {
        try {
            client.resource(instance)
                    .lockResourceVersion(instance.getMetadata().getResourceVersion())
                    .delete();
        } catch (KubernetesClientException e) {
            if (!ApiRefusal.isNotFound(e)) {
                throw e;
            }
        }
        events.normal(
                vm,
                "SuccessfulDelete",
                "Stopped the virtual machine by deleting the virtual machine instance "
                        + instance.getMetadata().getUid());
        log(vm).log("instance deleted");
    }

    private void adopt(VirtualMachineInstance instance, VirtualMachine vm) {
        var owners = Stream.concat(
                        instance.getMetadata().getOwnerReferences().stream(), Stream.of(Revisions.ownedBy(vm)))
                .toList();
        var finalizers = Stream.concat(withoutOurs(instance).stream(), Stream.of(KubeVirtNames.VM_CONTROLLER_FINALIZER))
                .toList();
        patch(instance, withFinalizers(instance, finalizers).add("/metadata/ownerReferences", owners));
        log(vm).log("instance adopted");
    }

    private void release(VirtualMachineInstance instance, VirtualMachine vm) {
        Revisions.recordedFor(instance).ifPresent(revision -> handOver(revision, instance));
        List<OwnerReference> others = instance.getMetadata().getOwnerReferences().stream()
                .filter(owner -> !owner.getUid().equals(vm.getMetadata().getUid()))
                .toList();
        patch(instance, withFinalizers(instance, withoutOurs(instance)).add("/metadata/ownerReferences", others));
        log(vm).log("instance released");
    }

    /** The revision goes with the instance from now on, as its VirtualMachine goes before. */
    private void handOver(String revision, VirtualMachineInstance instance) {
        var stub = new ControllerRevisionBuilder()
                .withNewMetadata()
                .withName(revision)
                .withNamespace(instance.getMetadata().getNamespace())
                .endMetadata()
                .build();
        var owner = Map.of("metadata", Map.of("ownerReferences", List.of(Revisions.ownerOf(instance))));
        try {
            client.resource(stub)
                    .patch(STRATEGIC, client.getKubernetesSerialization().asJson(owner));
        } catch (KubernetesClientException e) {
            if (!ApiRefusal.isNotFound(e)) {
                throw e;
            }
        }
    }

    private void raise(VirtualMachineInstance instance, long generation) {
        var path = "/metadata/annotations/" + JsonPatch.escaped(KubeVirtAnnotations.VM_GENERATION);
        patch(instance, JsonPatch.of(instance).add(path, Long.toString(generation)));
    }

    private void update(VirtualMachineInstance instance, Map<String, Object> fields) {
        var patch = JsonPatch.of(instance);
        for (var field : fields.entrySet()) {
            patch = patch.add("/spec/" + field.getKey(), field.getValue());
        }
        patch(instance, patch);
    }

    private void removeFinalizer(VirtualMachine vm) {
        try {
            client.resource(vm).patch(JsonPatch.CONTEXT, json(withFinalizers(vm, withoutOurs(vm))));
        } catch (KubernetesClientException e) {
            if (!ApiRefusal.isNotFound(e)) {
                throw e;
            }
        }
    }

    private static List<String> withoutOurs(HasMetadata object) {
        return object.getFinalizers().stream()
                .filter(finalizer -> !finalizer.equals(KubeVirtNames.VM_CONTROLLER_FINALIZER))
                .toList();
    }

    private static JsonPatch withFinalizers(HasMetadata object, List<String> finalizers) {
        return JsonPatch.of(object).add("/metadata/finalizers", finalizers);
    }

    private void patch(VirtualMachineInstance instance, JsonPatch patch) {
        Resource<VirtualMachineInstance> resource = client.resource(instance);
        resource.patch(JsonPatch.CONTEXT, json(patch));
    }

    private String json(JsonPatch patch) {
        return patch.toJson(client.getKubernetesSerialization());
    }

    private static LoggingEventBuilder log(VirtualMachine vm) {
        return LOG.atInfo()
                .addKeyValue("namespace", vm.getMetadata().getNamespace())
                .addKeyValue("name", vm.getMetadata().getName());
    }
}
