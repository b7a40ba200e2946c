package dev.yadori.controller.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.testkit.RunningController;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.PrintableStatus;
import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.service.events.CountedEvents;
import dev.yadori.service.events.EventOrigin;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user writes VirtualMachines; the scene plays what is behind an instance: its launcher, and what clears it away. */
@ExtendWith(ApiServerExtension.class)
class VmReconcilerIT {

    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static final Duration SOON = VmScene.SOON;
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final PatchContext JSON = PatchContext.of(PatchType.JSON);

    private final KubeApiServer server;
    private final VmScene scene;
    private RunningController controller;

    VmReconcilerIT(KubeApiServer server) {
        this.server = server;
        this.scene = VmScene.in(server.admin(), "vm-it-" + NAMESPACES.incrementAndGet());
        this.controller = start();
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    @Test
    void machineStartsRunsAndIsReady() {
        scene.create(RunStrategy.ALWAYS);
        var instance = scene.awaitInstance();

        scene.report("Running", "{\"type\":\"Ready\",\"status\":\"True\"}");

        scene.awaitPrintable(PrintableStatus.RUNNING);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(scene.status().created()).isTrue();
            assertThat(scene.status().ready()).isTrue();
            assertThat(scene.status().observedGeneration()).isEqualTo(1L);
            assertThat(scene.status().desiredGeneration()).isEqualTo(1L);
        });
        assertThat(scene.vm().getMetadata().getFinalizers()).contains(KubeVirtNames.VM_CONTROLLER_FINALIZER);
        assertThat(scene.vm().getMetadata().getGeneration())
                .as("the spec is the user's")
                .isEqualTo(1L);
        assertThat(scene.admin()
                        .apps()
                        .controllerRevisions()
                        .inNamespace(scene.namespace())
                        .withName(Revisions.nameFor(instance).orElseThrow())
                        .get())
                .isNotNull();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scene.admin()
                                .v1()
                                .events()
                                .inNamespace(scene.namespace())
                                .list()
                                .getItems())
                        .extracting(Event::getMessage)
                        .contains("Started the virtual machine by creating the new virtual machine instance guest"));
    }

    @Test
    void guestThatFailsAfterItRanIsReplacedByTheSameMachine() {
        scene.create(RunStrategy.ALWAYS);
        var first = scene.awaitInstance();
        scene.report("Running");
        scene.awaitPrintable(PrintableStatus.RUNNING);

        scene.report("Failed");

        var second = scene.awaitInstanceOtherThan(first);
        assertThat(second.getSpec()).isEqualTo(first.getSpec());
        assertThat(scene.status().startFailure()).isNull();
    }

    @Test
    void guestThatNeverRanIsStartedAgainAfterAWait() {
        scene.create(RunStrategy.ALWAYS);
        scene.awaitInstance();

        scene.report("Failed");

        scene.awaitPrintable(PrintableStatus.CRASH_LOOP_BACK_OFF);
        assertThat(Objects.requireNonNull(scene.status().startFailure()).consecutiveFailCount())
                .isEqualTo(1);
        assertThat(scene.findInstance()).isEmpty();
    }

    @Test
    void haltedMachineHasNoInstance() {
        scene.create(RunStrategy.ALWAYS);
        scene.awaitInstance();

        scene.vms().patch(MERGE, "{\"spec\":{\"runStrategy\":\"Halted\"}}");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scene.findInstance()).isEmpty());
        scene.awaitPrintable(PrintableStatus.STOPPED);
        assertThat(scene.status().created()).isFalse();
    }

    @Test
    void manualMachineFollowsRequests() {
        scene.create(RunStrategy.MANUAL);
        scene.awaitPrintable(PrintableStatus.STOPPED);
        assertThat(scene.findInstance()).isEmpty();

        scene.request("[{\"action\":\"Start\"}]");
        var first = scene.awaitInstance();
        scene.awaitNoRequests();

        scene.request("[{\"action\":\"Stop\",\"uid\":\"%s\"},{\"action\":\"Start\"}]"
                .formatted(first.getMetadata().getUid()));
        scene.awaitInstanceOtherThan(first);
        scene.awaitNoRequests();
    }

    @Test
    void onceRunsOnce() {
        scene.create(RunStrategy.ONCE);
        scene.awaitInstance();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scene.status().runStrategy()).isEqualTo(RunStrategy.ONCE));

        scene.instances().delete();

        scene.awaitPrintable(PrintableStatus.STOPPED);
        scene.vms().patch(MERGE, "{\"metadata\":{\"labels\":{\"looked\":\"at-again\"}}}");
        await().during(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> scene.findInstance().isEmpty());
    }

    @Test
    void rerunIsRememberedByAControllerThatIsKilledInBetween() {
        scene.create(RunStrategy.RERUN_ON_FAILURE);
        var first = scene.awaitInstance();
        scene.report("Running");
        scene.awaitPrintable(PrintableStatus.RUNNING);
        scene.holdByPod();
        scene.report("Failed");
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(scene.awaitInstance().isMarkedForDeletion()).isTrue());

        controller.close();
        scene.podIsGone();
        controller = start();

        scene.awaitInstanceOtherThan(first);
        scene.awaitNoRequests();
    }

    @Test
    void killedControllerNeitherDoublesNorLosesAMachine() {
        scene.create(RunStrategy.ALWAYS);
        var instance = scene.awaitInstance();
        controller.close();
        scene.report("Running");

        controller = start();

        scene.awaitPrintable(PrintableStatus.RUNNING);
        assertThat(scene.awaitInstance().getMetadata().getUid())
                .isEqualTo(instance.getMetadata().getUid());
    }

    @Test
    void deletedMachineTakesItsInstanceAlong() {
        scene.create(RunStrategy.ALWAYS);
        scene.awaitInstance();
        scene.holdByPod();

        scene.vms().delete();

        scene.awaitPrintable(PrintableStatus.TERMINATING);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(scene.awaitInstance().isMarkedForDeletion()).isTrue());
        scene.podIsGone();
        await().atMost(SOON).untilAsserted(() -> assertThat(scene.vms().get()).isNull());
        assertThat(scene.findInstance()).isEmpty();
    }

    @Test
    void orphanedInstanceGoesOnAndIsTakenBack() {
        scene.create(RunStrategy.ALWAYS);
        var instance = scene.awaitInstance();
        scene.report("Running");
        scene.awaitPrintable(PrintableStatus.RUNNING);
        var revision = scene.recordRevision();

        scene.vms().withPropagationPolicy(DeletionPropagation.ORPHAN).delete();

        await().atMost(SOON).untilAsserted(() -> assertThat(scene.vms().get()).isNull());
        assertThat(scene.awaitInstance().getMetadata().getOwnerReferences()).isEmpty();
        assertThat(scene.admin()
                        .apps()
                        .controllerRevisions()
                        .inNamespace(scene.namespace())
                        .withName(revision)
                        .require()
                        .getMetadata()
                        .getOwnerReferences())
                .extracting(owner -> owner.getUid())
                .containsExactly(instance.getMetadata().getUid());
        assertThat(scene.awaitInstance().getFinalizers()).isEmpty();
        assertThat(scene.awaitInstance().isMarkedForDeletion()).isFalse();

        scene.create(RunStrategy.ALWAYS);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(scene.awaitInstance().getMetadata().getOwnerReferences())
                                .extracting(owner -> owner.getUid())
                                .containsExactly(scene.vm().getMetadata().getUid()));
        assertThat(scene.awaitInstance().getMetadata().getUid())
                .isEqualTo(instance.getMetadata().getUid());
    }

    @Test
    void changedGuestAsksForARestart() {
        scene.create(RunStrategy.ALWAYS);
        scene.awaitInstance();
        scene.report("Running");
        scene.recordRevision();

        scene.vms().patch(MERGE, "{\"spec\":{\"template\":{\"spec\":{\"hostname\":\"other\"}}}}");

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(scene.condition("RestartRequired")).isPresent());
        scene.vms().patch(MERGE, "{\"spec\":{\"runStrategy\":\"Manual\",\"template\":{\"spec\":{\"hostname\":null}}}}");
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(scene.condition("RestartRequired")).isEmpty();
            assertThat(scene.status().observedGeneration()).isEqualTo(3L);
        });
    }

    @Test
    void liveChangeReachesTheGuestThatRuns() {
        scene.create(RunStrategy.ALWAYS);
        scene.awaitInstance();
        scene.report("Running");
        scene.recordRevision();

        scene.vms().patch(MERGE, "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"disk\":\"fast\"}}}}}");

        await().atMost(SOON).untilAsserted(() -> {
            var spec = Objects.requireNonNull(scene.awaitInstance().getSpec());
            assertThat(spec.nodeSelector()).isEqualTo(Map.of("disk", "fast"));
            assertThat(spec.domain()).isNotNull();
        });
        assertThat(scene.condition("RestartRequired")).isEmpty();
    }

    @Test
    void stateOfAnInterfaceReachesTheGuestThatRuns() {
        scene.create(RunStrategy.HALTED);
        scene.vms().patch(MERGE, interfaces("{\"name\":\"default\",\"masquerade\":{}}"));
        scene.awaitInstance();
        scene.report("Running");
        scene.recordRevision();

        scene.vms().patch(MERGE, interfaces("{\"name\":\"default\",\"masquerade\":{},\"state\":\"down\"}"));

        await().atMost(SOON).untilAsserted(() -> {
            var domain = Objects.requireNonNull(
                    Objects.requireNonNull(scene.awaitInstance().getSpec()).domain());
            assertThat(Objects.requireNonNull(domain.devices()).interfaces())
                    .extracting(Interface::state)
                    .containsExactly(Interface.LinkState.DOWN);
            assertThat(domain.memory()).isNotNull();
        });
        assertThat(scene.condition("RestartRequired")).isEmpty();
    }

    @Test
    void newCardReachesTheGuestBesideThoseThatItHas() {
        scene.create(RunStrategy.HALTED);
        scene.vms().patch(MERGE, interfaces("{\"name\":\"default\",\"masquerade\":{}}"));
        scene.awaitInstance();
        scene.report("Running", "{\"type\":\"LiveMigratable\",\"status\":\"True\"}");
        scene.recordRevision();

        scene.vms().patch(JSON, """
                [{"op":"add","path":"/spec/template/spec/networks/-",
                  "value":{"name":"late","multus":{"networkName":"late"}}},
                 {"op":"add","path":"/spec/template/spec/domain/devices/interfaces/-",
                  "value":{"name":"late","bridge":{}}}]
                """);

        await().atMost(SOON).untilAsserted(() -> {
            var spec = Objects.requireNonNull(scene.awaitInstance().getSpec());
            assertThat(spec.networks()).extracting(Network::name).containsExactly("default", "late");
            assertThat(spec.interfaces()).extracting(Interface::name).containsExactly("default", "late");
        });
        assertThat(scene.condition("RestartRequired")).isEmpty();

        scene.vms().patch(JSON, """
                [{"op":"remove","path":"/spec/template/spec/networks/1"},
                 {"op":"remove","path":"/spec/template/spec/domain/devices/interfaces/1"}]
                """);

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(scene.condition("RestartRequired")).isPresent());
    }

    private static String interfaces(String one) {
        return """
                {"spec":{"runStrategy":"Always","template":{"spec":{"networks":[{"name":"default","pod":{}}],
                "domain":{"devices":{"interfaces":[%s]}}}}}}
                """.formatted(one);
    }

    @Test
    void refusedInstanceSaysWhyAndStartsOnceItIsRight() {
        scene.create(RunStrategy.HALTED);
        scene.awaitPrintable(PrintableStatus.STOPPED);

        scene.vms().patch(MERGE, template("Always", "not valid!"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scene.condition("Failure"))
                        .get()
                        .extracting(Condition::message)
                        .asString()
                        .contains("not valid!"));

        scene.vms().patch(MERGE, template("Always", "valid"));
        scene.awaitInstance();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scene.condition("Failure")).isEmpty());
    }

    /** Labels of a template are looked at only when there is an instance of them. */
    private static String template(String strategy, String label) {
        return "{\"spec\":{\"runStrategy\":\"%s\",\"template\":{\"metadata\":{\"labels\":{\"app\":\"%s\"}}}}}"
                .formatted(strategy, label);
    }

    @Test
    void quietMachineIsNotWritten() {
        scene.create(RunStrategy.ALWAYS);
        scene.awaitInstance();
        scene.report("Running");
        scene.awaitPrintable(PrintableStatus.RUNNING);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scene.status().created()).isTrue());
        var before = scene.vm().getMetadata().getResourceVersion();

        controller.close();
        controller = start();
        scene.create(RunStrategy.ALWAYS, "second");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scene.instances("second").get()).isNotNull());
        assertThat(scene.vm().getMetadata().getResourceVersion()).isEqualTo(before);
    }

    private RunningController start() {
        return RunningController.start(
                server,
                collaborators -> List.of(new VmReconciler(
                        collaborators,
                        new CountedEvents(
                                collaborators.client(),
                                EventOrigin.ofCluster("test", "test-0"),
                                collaborators.clock()))));
    }
}
