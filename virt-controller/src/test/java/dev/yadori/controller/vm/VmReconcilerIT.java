package dev.yadori.controller.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.events.KubernetesEvents;
import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.testkit.RunningController;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.PrintableStatus;
import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineStatus;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user writes VirtualMachines; the test plays what is behind an instance: its launcher, and what clears it away. */
@ExtendWith(ApiServerExtension.class)
class VmReconcilerIT {

    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubeApiServer server;
    private final KubernetesClient admin;
    private final String namespace = "vm-it-" + NAMESPACES.incrementAndGet();
    private RunningController controller;

    VmReconcilerIT(KubeApiServer server) {
        this.server = server;
        this.admin = server.admin();
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        this.controller = start();
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    @Test
    void machineStartsRunsAndIsReady() {
        create(RunStrategy.ALWAYS);
        var instance = awaitInstance();

        report("Running", "{\"type\":\"Ready\",\"status\":\"True\"}");

        awaitPrintable(PrintableStatus.RUNNING);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(status().created()).isTrue();
            assertThat(status().ready()).isTrue();
            assertThat(status().observedGeneration()).isEqualTo(1L);
            assertThat(status().desiredGeneration()).isEqualTo(1L);
        });
        assertThat(vm().getMetadata().getFinalizers()).contains(KubeVirtNames.VM_CONTROLLER_FINALIZER);
        assertThat(vm().getMetadata().getGeneration())
                .as("the spec is the user's")
                .isEqualTo(1L);
        assertThat(admin.apps()
                        .controllerRevisions()
                        .inNamespace(namespace)
                        .withName(Revisions.nameFor(instance).orElseThrow())
                        .get())
                .isNotNull();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(admin.v1()
                                .events()
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                        .extracting(Event::getMessage)
                        .contains("Started the virtual machine by creating the new virtual machine instance guest"));
    }

    @Test
    void guestThatFailsAfterItRanIsReplacedByTheSameMachine() {
        create(RunStrategy.ALWAYS);
        var first = awaitInstance();
        report("Running");
        awaitPrintable(PrintableStatus.RUNNING);

        report("Failed");

        var second = awaitInstanceOtherThan(first);
        assertThat(second.getSpec()).isEqualTo(first.getSpec());
        assertThat(status().startFailure()).isNull();
    }

    @Test
    void guestThatNeverRanIsStartedAgainAfterAWait() {
        create(RunStrategy.ALWAYS);
        awaitInstance();

        report("Failed");

        awaitPrintable(PrintableStatus.CRASH_LOOP_BACK_OFF);
        assertThat(Objects.requireNonNull(status().startFailure()).consecutiveFailCount())
                .isEqualTo(1);
        assertThat(findInstance()).isEmpty();
    }

    @Test
    void haltedMachineHasNoInstance() {
        create(RunStrategy.ALWAYS);
        awaitInstance();

        vms().patch(MERGE, "{\"spec\":{\"runStrategy\":\"Halted\"}}");

        await().atMost(SOON).untilAsserted(() -> assertThat(findInstance()).isEmpty());
        awaitPrintable(PrintableStatus.STOPPED);
        assertThat(status().created()).isFalse();
    }

    @Test
    void manualMachineFollowsRequests() {
        create(RunStrategy.MANUAL);
        awaitPrintable(PrintableStatus.STOPPED);
        assertThat(findInstance()).isEmpty();

        request("[{\"action\":\"Start\"}]");
        var first = awaitInstance();
        awaitNoRequests();

        request("[{\"action\":\"Stop\",\"uid\":\"%s\"},{\"action\":\"Start\"}]"
                .formatted(first.getMetadata().getUid()));
        awaitInstanceOtherThan(first);
        awaitNoRequests();
    }

    @Test
    void onceRunsOnce() {
        create(RunStrategy.ONCE);
        awaitInstance();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(status().runStrategy()).isEqualTo(RunStrategy.ONCE));

        instances().delete();

        awaitPrintable(PrintableStatus.STOPPED);
        vms().patch(MERGE, "{\"metadata\":{\"labels\":{\"looked\":\"at-again\"}}}");
        await().during(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> findInstance().isEmpty());
    }

    @Test
    void rerunIsRememberedByAControllerThatIsKilledInBetween() {
        create(RunStrategy.RERUN_ON_FAILURE);
        var first = awaitInstance();
        report("Running");
        awaitPrintable(PrintableStatus.RUNNING);
        holdByPod();
        report("Failed");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(awaitInstance().isMarkedForDeletion()).isTrue());

        controller.close();
        podIsGone();
        controller = start();

        awaitInstanceOtherThan(first);
        awaitNoRequests();
    }

    @Test
    void killedControllerNeitherDoublesNorLosesAMachine() {
        create(RunStrategy.ALWAYS);
        var instance = awaitInstance();
        controller.close();
        report("Running");

        controller = start();

        awaitPrintable(PrintableStatus.RUNNING);
        assertThat(awaitInstance().getMetadata().getUid())
                .isEqualTo(instance.getMetadata().getUid());
    }

    @Test
    void deletedMachineTakesItsInstanceAlong() {
        create(RunStrategy.ALWAYS);
        awaitInstance();
        holdByPod();

        vms().delete();

        awaitPrintable(PrintableStatus.TERMINATING);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(awaitInstance().isMarkedForDeletion()).isTrue());
        podIsGone();
        await().atMost(SOON).untilAsserted(() -> assertThat(vms().get()).isNull());
        assertThat(findInstance()).isEmpty();
    }

    @Test
    void orphanedInstanceGoesOnAndIsTakenBack() {
        create(RunStrategy.ALWAYS);
        var instance = awaitInstance();
        report("Running");
        awaitPrintable(PrintableStatus.RUNNING);

        vms().withPropagationPolicy(DeletionPropagation.ORPHAN).delete();

        await().atMost(SOON).untilAsserted(() -> assertThat(vms().get()).isNull());
        assertThat(awaitInstance().getMetadata().getOwnerReferences()).isEmpty();
        assertThat(awaitInstance().getFinalizers()).isEmpty();
        assertThat(awaitInstance().isMarkedForDeletion()).isFalse();

        create(RunStrategy.ALWAYS);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(awaitInstance().getMetadata().getOwnerReferences())
                        .extracting(owner -> owner.getUid())
                        .containsExactly(vm().getMetadata().getUid()));
        assertThat(awaitInstance().getMetadata().getUid())
                .isEqualTo(instance.getMetadata().getUid());
    }

    @Test
    void changedGuestAsksForARestart() {
        create(RunStrategy.ALWAYS);
        awaitInstance();
        report("Running");
        instances()
                .subresource("status")
                .patch(
                        MERGE,
                        "{\"status\":{\"virtualMachineRevisionName\":\"%s\"}}"
                                .formatted(Revisions.nameFor(awaitInstance()).orElseThrow()));

        vms().patch(MERGE, "{\"spec\":{\"template\":{\"spec\":{\"hostname\":\"other\"}}}}");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(condition("RestartRequired")).isPresent());
        vms().patch(MERGE, "{\"spec\":{\"runStrategy\":\"Manual\",\"template\":{\"spec\":{\"hostname\":null}}}}");
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(condition("RestartRequired")).isEmpty();
            assertThat(status().observedGeneration()).isEqualTo(3L);
        });
    }

    @Test
    void quietMachineIsNotWritten() {
        create(RunStrategy.ALWAYS);
        awaitInstance();
        report("Running");
        awaitPrintable(PrintableStatus.RUNNING);
        await().atMost(SOON).untilAsserted(() -> assertThat(status().created()).isTrue());
        var before = vm().getMetadata().getResourceVersion();

        controller.close();
        controller = start();
        create(RunStrategy.ALWAYS, "second");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(instances("second").get()).isNotNull());
        assertThat(vm().getMetadata().getResourceVersion()).isEqualTo(before);
    }

    private RunningController start() {
        return RunningController.start(
                server,
                collaborators -> List.of(new VmReconciler(
                        collaborators,
                        new KubernetesEvents(collaborators.client(), "test", "test-0", collaborators.clock()))));
    }

    private void create(RunStrategy strategy) {
        create(strategy, "guest");
    }

    private void create(RunStrategy strategy, String name) {
        var metadata =
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build();
        admin.resource(new VirtualMachine(metadata, Cases.spec(strategy, "64Mi")))
                .create();
    }

    /** What the launcher and the handler would report. */
    private void report(String phase, String... conditions) {
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
    private void holdByPod() {
        var finalizers =
                "[\"%s\",\"%s\"]".formatted(KubeVirtNames.VM_CONTROLLER_FINALIZER, KubeVirtNames.VMI_FINALIZER);
        instances().patch(MERGE, "{\"metadata\":{\"finalizers\":" + finalizers + "}}");
    }

    /** As the reconciler of instances does. */
    private void podIsGone() {
        var finalizers = "[\"%s\"]".formatted(KubeVirtNames.VM_CONTROLLER_FINALIZER);
        instances().patch(MERGE, "{\"metadata\":{\"finalizers\":" + finalizers + "}}");
    }

    private void request(String requests) {
        vms().subresource("status").patch(MERGE, "{\"status\":{\"stateChangeRequests\":" + requests + "}}");
    }

    private void awaitNoRequests() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(status().stateChangeRequests()).isEmpty());
    }

    private void awaitPrintable(PrintableStatus expected) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(vm().getStatus() == null ? null : status().printableStatus())
                        .isEqualTo(expected));
    }

    private VirtualMachineInstance awaitInstance() {
        await().atMost(SOON).untilAsserted(() -> assertThat(findInstance()).isPresent());
        return findInstance().orElseThrow();
    }

    private VirtualMachineInstance awaitInstanceOtherThan(VirtualMachineInstance former) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(findInstance())
                        .get()
                        .extracting(instance -> instance.getMetadata().getUid())
                        .isNotEqualTo(former.getMetadata().getUid()));
        return awaitInstance();
    }

    private Optional<Condition> condition(String type) {
        return status().conditions().stream()
                .filter(condition -> type.equals(condition.type()))
                .findFirst();
    }

    private Optional<VirtualMachineInstance> findInstance() {
        return Optional.ofNullable(instances().get());
    }

    private Resource<VirtualMachineInstance> instances() {
        return instances("guest");
    }

    private Resource<VirtualMachineInstance> instances(String name) {
        return admin.resources(VirtualMachineInstance.class)
                .inNamespace(namespace)
                .withName(name);
    }

    private Resource<VirtualMachine> vms() {
        return admin.resources(VirtualMachine.class).inNamespace(namespace).withName("guest");
    }

    private VirtualMachine vm() {
        return vms().require();
    }

    private VirtualMachineStatus status() {
        return Objects.requireNonNull(vm().getStatus());
    }
}
