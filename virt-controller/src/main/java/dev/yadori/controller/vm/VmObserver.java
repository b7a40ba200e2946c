package dev.yadori.controller.vm;

import dev.yadori.controller.Collaborators;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what a VirtualMachine is planned by. */
final class VmObserver {

    private final KubernetesClient client;
    private final Supplier<ClusterConfig> config;

    VmObserver(Collaborators collaborators) {
        this.client = collaborators.client();
        this.config = collaborators.clusterConfig();
    }

    VmObserved observe(VirtualMachine vm, Context<VirtualMachine> context) {
        var found = context.getSecondaryResource(VirtualMachineInstance.class).orElse(null);
        var instance = ObservedInstance.of(vm, found);
        var runningSpec = instance.own()
                .filter(own -> !InstanceLife.isFinal(own) && isOfOtherGeneration(own, vm))
                .flatMap(this::runningSpec);
        return new VmObserved(instance, runningSpec, config.get().networking().defaultBinding());
    }

    private static boolean isOfOtherGeneration(VirtualMachineInstance instance, VirtualMachine vm) {
        return Revisions.isOfAnother(vm, instance)
                || Revisions.generationOf(instance)
                        .filter(generation ->
                                !generation.equals(vm.getMetadata().getGeneration()))
                        .isPresent();
    }

    /** Asked of the API server, not kept: it is needed only between a change of the spec and the next start. */
    private Optional<VirtualMachineSpec> runningSpec(VirtualMachineInstance instance) {
        return Revisions.recordedFor(instance)
                .or(() -> Revisions.nameFor(instance))
                .map(name -> client.apps()
                        .controllerRevisions()
                        .inNamespace(instance.getMetadata().getNamespace())
                        .withName(name)
                        .get())
                .flatMap(revision -> Revisions.specOf(revision, client.getKubernetesSerialization()));
    }
}
