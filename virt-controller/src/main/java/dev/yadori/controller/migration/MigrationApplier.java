package dev.yadori.controller.migration;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.migration.MigrationObserved.Refusal;
import dev.yadori.controller.patch.JsonPatch;
import dev.yadori.controller.status.StatusPatch;
import dev.yadori.controller.vmi.LauncherPodState;
import dev.yadori.controller.vmi.Observation;
import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationStatus;
import dev.yadori.service.events.EventRecorder;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries the plans of migrations out: the only writes of this package. */
final class MigrationApplier {

    private final KubernetesClient client;
    private final EventRecorder events;
    private final MigrationObserver observer;
    private final TargetPods targets;
    private final GuestPatches patches;
    private final StatusPatch statusPatch;

    MigrationApplier(Collaborators collaborators, EventRecorder events, MigrationObserver observer) {
        this.client = collaborators.client();
        this.events = events;
        this.observer = observer;
        this.targets = new TargetPods(collaborators);
        this.patches = new GuestPatches(client, collaborators.clock());
        this.statusPatch = new StatusPatch(client.getKubernetesSerialization());
    }

    /** What came of the actions of a plan. */
    sealed interface Outcome {

        /** Nothing that changes what is known. */
        record Done(VirtualMachineInstanceMigration migration) implements Outcome {}

        /** The pod is there now, or was all the time. */
        record TargetSeen(Observation<LauncherPodState> target) implements Outcome {}

        /** The API server does not want the pod. */
        record Refused(Refusal why) implements Outcome {}
    }

    /**
     * Carries out all actions, each on the guest as the one before has left it.
     *
     * @param created is told of a new pod
     * @throws KubernetesClientException when the API server does not answer, or with 409 when an object has changed since it was
     *     observed
     */
    Outcome apply(
            VirtualMachineInstanceMigration migration,
            Observation<VirtualMachineInstance> guest,
            List<MigrationAction> actions,
            Consumer<Pod> created) {
        Optional<VirtualMachineInstance> vmi =
                guest instanceof Present<VirtualMachineInstance>(VirtualMachineInstance found)
                        ? Optional.of(found)
                        : Optional.empty();
        VirtualMachineInstanceMigration current = migration;
        for (MigrationAction action : actions) {
            switch (action) {
                case MigrationAction.CreateTarget create -> {
                    return create(migration, vmi.orElseThrow(), create, created);
                }
                case MigrationAction.AddFinalizer _ -> current = addFinalizer(current);
                case MigrationAction.DropFinalizer _ -> current = dropFinalizer(current);
                case MigrationAction.DeleteTarget(String pod) -> delete(migration, pod);
                case MigrationAction.Forget(String name) -> forget(migration, name);
                case MigrationAction.Emit emit -> emit(migration, vmi, emit);
                case MigrationAction.HandOver _,
                        MigrationAction.LabelTarget _,
                        MigrationAction.EndBeforeStart _,
                        MigrationAction.RequestAbort _,
                        MigrationAction.MoveLabel _,
                        MigrationAction.DropTargetLabel _ -> vmi = vmi.map(found -> patches.apply(found, action));
            }
        }
        return new Outcome.Done(current);
    }

    /** Stores the status if it differs. */
    VirtualMachineInstanceMigration store(
            VirtualMachineInstanceMigration migration, VirtualMachineInstanceMigrationStatus status) {
        return statusPatch
                .between(migration, migration.getStatus(), status)
                .map(patch -> client.resource(migration)
                        .subresource("status")
                        .patch(JsonPatch.CONTEXT, patch.toJson(client.getKubernetesSerialization())))
                .orElse(migration);
    }

    private Outcome create(
            VirtualMachineInstanceMigration migration,
            VirtualMachineInstance vmi,
            MigrationAction.CreateTarget create,
            Consumer<Pod> created) {
        try {
            var networks = targets.networks(vmi);
            Optional<String> missing = networks.missing(vmi);
            if (missing.isPresent()) {
                observer.giveBack(migration);
                return new Outcome.Refused(new Refusal(false, missing.get()));
            }
            Pod made = targets.create(migration, vmi, create.claims(), networks);
            created.accept(made);
            events.normal(
                    migration,
                    MigrationReasons.SUCCESSFUL_CREATE,
                    "Created migration target pod " + made.getMetadata().getName());
            return new Outcome.TargetSeen(new Present<>(LauncherPodState.of(made)));
        } catch (KubernetesClientException e) {
            if (ApiRefusal.isConflict(e)) {
                return exists(migration, vmi);
            }
            if (ApiRefusal.isFinal(e)) {
                observer.giveBack(migration);
                boolean quota = ApiRefusal.message(e).contains("exceeded quota");
                return new Outcome.Refused(new Refusal(quota, ApiRefusal.message(e)));
            }
            throw e;
        }
    }

    /** A create whose answer was lost. */
    private Outcome exists(VirtualMachineInstanceMigration migration, VirtualMachineInstance vmi) {
        Observation<LauncherPodState> seen = observer.askTarget(migration, vmi);
        return seen instanceof Absent
                ? new Outcome.Refused(new Refusal(false, "the target's pod exists and belongs to another object"))
                : new Outcome.TargetSeen(seen);
    }

    private void delete(VirtualMachineInstanceMigration migration, String pod) {
        client.pods()
                .inNamespace(migration.getMetadata().getNamespace())
                .withName(pod)
                .delete();
    }

    private void forget(VirtualMachineInstanceMigration migration, String name) {
        client.resources(VirtualMachineInstanceMigration.class)
                .inNamespace(migration.getMetadata().getNamespace())
                .withName(name)
                .delete();
    }

    private VirtualMachineInstanceMigration addFinalizer(VirtualMachineInstanceMigration migration) {
        var all = new ArrayList<>(migration.getMetadata().getFinalizers());
        all.add(KubeVirtNames.MIGRATION_FINALIZER);
        return finalizers(migration, all);
    }

    private VirtualMachineInstanceMigration dropFinalizer(VirtualMachineInstanceMigration migration) {
        return finalizers(
                migration,
                migration.getMetadata().getFinalizers().stream()
                        .filter(known -> !known.equals(KubeVirtNames.MIGRATION_FINALIZER))
                        .toList());
    }

    private VirtualMachineInstanceMigration finalizers(VirtualMachineInstanceMigration migration, List<String> all) {
        JsonPatch patch = JsonPatch.of(migration).add("/metadata/finalizers", all);
        return client.resource(migration).patch(JsonPatch.CONTEXT, patch.toJson(client.getKubernetesSerialization()));
    }

    private void emit(
            VirtualMachineInstanceMigration migration,
            Optional<VirtualMachineInstance> vmi,
            MigrationAction.Emit emit) {
        HasMetadata about = emit.aboutGuest() ? vmi.orElse(null) : migration;
        if (about == null) {
            return;
        }
        if (emit.warning()) {
            events.warning(about, emit.reason(), emit.message());
        } else {
            events.normal(about, emit.reason(), emit.message());
        }
    }
}
