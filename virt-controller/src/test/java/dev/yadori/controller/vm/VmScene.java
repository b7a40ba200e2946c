package dev.yadori.controller.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.PrintableStatus;
import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineStatus;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** One VirtualMachine, named guest, in a namespace of its own, and what a launcher would do for it. */
record VmScene(KubernetesClient admin, String namespace) {

    static final Duration SOON = Duration.ofSeconds(20);

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    static VmScene in(KubernetesClient admin, String namespace) {
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        return new VmScene(admin, namespace);
    }

    void create(RunStrategy strategy) {
        create(strategy, "guest");
    }

    void create(RunStrategy strategy, String name) {
        var metadata =
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build();
        admin.resource(new VirtualMachine(metadata, Cases.spec(strategy, "64Mi")))
                .create();
    }

    /** What the launcher and the handler would report. */
    void report(String phase, String... conditions) {
        var transition = "{\"phase\":\"%s\",\"phaseTransitionTimestamp\":\"" + Instant.now() + "\"}";
        var status = awaitInstance().getStatus();
        var reached = status == null
                ? ""
                : status.phase() == null
                        ? ""
                        : transition.formatted(status.phase().wire()) + ",";
        instances()
                .subresource("status")
                .patch(
                        MERGE,
                        "{\"status\":{\"phase\":\"%s\",\"conditions\":[%s],\"phaseTransitionTimestamps\":[%s%s]}}"
                                .formatted(phase, String.join(",", conditions), reached, transition.formatted(phase)));
    }

    /** As admission does. */
    void holdByPod() {
        var finalizers =
                "[\"%s\",\"%s\"]".formatted(KubeVirtNames.VM_CONTROLLER_FINALIZER, KubeVirtNames.VMI_FINALIZER);
        instances().patch(MERGE, "{\"metadata\":{\"finalizers\":" + finalizers + "}}");
    }

    /** As the reconciler of instances does. */
    void podIsGone() {
        var finalizers = "[\"%s\"]".formatted(KubeVirtNames.VM_CONTROLLER_FINALIZER);
        instances().patch(MERGE, "{\"metadata\":{\"finalizers\":" + finalizers + "}}");
    }

    /** As the reconciler of instances does. */
    String recordRevision() {
        var name = Revisions.nameFor(awaitInstance()).orElseThrow();
        instances()
                .subresource("status")
                .patch(MERGE, "{\"status\":{\"virtualMachineRevisionName\":\"%s\"}}".formatted(name));
        return name;
    }

    void request(String requests) {
        vms().subresource("status").patch(MERGE, "{\"status\":{\"stateChangeRequests\":" + requests + "}}");
    }

    void awaitNoRequests() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(status().stateChangeRequests()).isEmpty());
    }

    void awaitPrintable(PrintableStatus expected) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(vm().getStatus() == null ? null : status().printableStatus())
                        .isEqualTo(expected));
    }

    VirtualMachineInstance awaitInstance() {
        await().atMost(SOON).untilAsserted(() -> assertThat(findInstance()).isPresent());
        return findInstance().orElseThrow();
    }

    VirtualMachineInstance awaitInstanceOtherThan(VirtualMachineInstance former) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(findInstance())
                        .get()
                        .extracting(instance -> instance.getMetadata().getUid())
                        .isNotEqualTo(former.getMetadata().getUid()));
        return awaitInstance();
    }

    Optional<Condition> condition(String type) {
        return status().conditions().stream()
                .filter(condition -> type.equals(condition.type()))
                .findFirst();
    }

    Optional<VirtualMachineInstance> findInstance() {
        return Optional.ofNullable(instances().get());
    }

    Resource<VirtualMachineInstance> instances() {
        return instances("guest");
    }

    Resource<VirtualMachineInstance> instances(String name) {
        return admin.resources(VirtualMachineInstance.class)
                .inNamespace(namespace)
                .withName(name);
    }

    Resource<VirtualMachine> vms() {
        return admin.resources(VirtualMachine.class).inNamespace(namespace).withName("guest");
    }

    VirtualMachine vm() {
        return vms().require();
    }

    VirtualMachineStatus status() {
        return Objects.requireNonNull(vm().getStatus());
    }
}
