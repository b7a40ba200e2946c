package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.handler.launcher.FakeLauncher;
import dev.yadori.handler.migration.FakeNodeProof;
import dev.yadori.handler.migration.TargetDesk;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.GuestStatus.State;
import dev.yadori.proto.launcher.v1.GuestStatus.StopReason;
import dev.yadori.service.events.EventOrigin;
import dev.yadori.service.events.SingleEvents;
import dev.yadori.service.kubernetes.KubernetesAccess;
import dev.yadori.service.kubernetes.OwnMetadata;
import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.Operator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The reconciler in its operator against a real API server. A controller puts the guest here, its launcher answers. */
@ExtendWith(KubeApiServerExtension.class)
class VmiReconcilerIT {
    private static final String NODE = "node-a";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient controller;
    private final KubernetesClient client;
    private final FakeDoor door = new FakeDoor();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Placed placed;
    private FakeLauncher launcher;
    private Life life;

    VmiReconcilerIT(KubeApiServer server) {
        controller = server.as("controller");
        client = KubernetesAccess.reading(KubernetesAccess.connect(server.config()), GuestsOfNode.WATCHED);
    }

    /** The operator from its start to its end. */
    private record Life(Operator operator, GuestsOfNode guests) {
        void end() {
            operator.stop();
            guests.sessions().close();
        }
    }

    @BeforeEach
    void start() {
        placed = Placed.on(controller, NODE);
        launcher = new FakeLauncher(placed.vmiUid());
        door.expects(placed.podUid());
        life = live();
    }

    @AfterEach
    void stop() {
        life.end();
        door.close();
        executor.shutdownNow();
        timer.shutdownNow();
        placed.remove();
        controller.close();
        client.close();
    }

    private Life live() {
        var guests = GuestsOfNode.of(new GuestsOfNode.Parts(
                client,
                new KubernetesGuestObjects(
                        client,
                        new SingleEvents(client, EventOrigin.ofNode("virt-handler", NODE), InstantSource.system())),
                door,
                () -> ClusterConfig.DEFAULT,
                new GuestsOfNode.Background(executor, timer, InstantSource.system()),
                new GuestsOfNode.Moves(new FakeSourceWire(), new TargetDesk(new FakeNodeProof(NODE)), "10.0.0.1", 8188),
                NODE));
        var operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withResourceCloner(new OwnMetadata(client.getKubernetesSerialization())::copy));
        operator.register(guests.reconciler(), overrider -> GuestsOfNode.scope(overrider, NODE));
        operator.start();
        return new Life(operator, guests);
    }

    private VirtualMachineInstance stored() {
        return Objects.requireNonNull(placed.vmi());
    }

    private void awaitPhase(VirtualMachineInstancePhase phase) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                Objects.requireNonNull(stored().getStatus()).phase())
                        .isEqualTo(phase));
    }

    private void running() {
        door.serve(launcher);
        placed.scheduled();
        awaitPhase(VirtualMachineInstancePhase.RUNNING);
    }

    @Test
    void theApiServerTakesTheWholeStatusInOneWrite() {
        running();

        var status = Objects.requireNonNull(stored().getStatus());
        assertThat(status.interfaces()).hasSize(1);
        assertThat(status.selinuxContext()).isEqualTo("none");
        assertThat(status.phaseTransitionTimestamps()).hasSize(2);
        assertThat(status.conditions()).extracting("type").contains("Ready", "LiveMigratable");
        await().untilAsserted(() -> assertThat(reasons()).containsExactlyInAnyOrder("Created", "Started"));
    }

    private List<String> reasons() {
        return client.v1().events().inNamespace(placed.namespace()).list().getItems().stream()
                .map(Event::getReason)
                .toList();
    }

    @Test
    void anotherLifeWritesNothingAndSeesTheEnd() {
        running();
        life.end();
        var version = stored().getMetadata().getResourceVersion();

        life = live();
        await().untilAsserted(() -> assertThat(
                        life.guests().sessions().view(placed.podUid()).contact())
                .isInstanceOfSatisfying(
                        Contact.Made.class, made -> assertThat(made.report()).isPresent()));

        assertThat(stored().getMetadata().getResourceVersion()).isEqualTo(version);
        launcher.become(GuestStatus.newBuilder()
                .setState(State.STATE_STOPPED)
                .setStopReason(StopReason.STOP_REASON_SHUTDOWN)
                .build());
        awaitPhase(VirtualMachineInstancePhase.SUCCEEDED);
    }

    @Test
    void aContainerThatHasEndedIsSeenWithoutALauncher() {
        running();
        door.kill();

        placed.containerEnded(90);

        awaitPhase(VirtualMachineInstancePhase.FAILED);
    }

    /** A list in between two writes of ours would be lost if ours did not fail. */
    @Test
    void conditionsOfOthersSurvive() {
        running();
        controller
                .resources(VirtualMachineInstance.class)
                .inNamespace(placed.namespace())
                .withName("tiny")
                .subresource("status")
                .patch(MERGE, "{\"status\":{\"conditions\":[{\"type\":\"EvictionRequested\",\"status\":\"True\"}]}}");

        launcher.become(State.STATE_SHUTTING_DOWN);
        launcher.become(GuestStatus.newBuilder()
                .setState(State.STATE_STOPPED)
                .setStopReason(StopReason.STOP_REASON_CRASHED)
                .build());

        awaitPhase(VirtualMachineInstancePhase.FAILED);
        assertThat(Objects.requireNonNull(stored().getStatus()).conditions())
                .extracting("type")
                .contains("EvictionRequested");
    }

    @Test
    void theEndOfAGuestThatIsBeingDeletedIsSeen() {
        running();
        placed.hold();
        placed.delete();
        launcher.become(State.STATE_SHUTTING_DOWN);
        await().untilAsserted(() -> assertThat(reasons()).contains("ShuttingDown"));

        launcher.become(GuestStatus.newBuilder()
                .setState(State.STATE_STOPPED)
                .setStopReason(StopReason.STOP_REASON_SHUTDOWN)
                .build());

        awaitPhase(VirtualMachineInstancePhase.SUCCEEDED);
        await().untilAsserted(() -> assertThat(reasons()).contains("Stopped", "Deleted"));
        placed.release();
    }

    @Test
    void aPodThatIsGoneIsForgotten() {
        running();

        placed.removePod();

        await().untilAsserted(() -> assertThat(launcher.watchers()).isZero());
        assertThat(Objects.requireNonNull(stored().getStatus()).phase()).isEqualTo(VirtualMachineInstancePhase.RUNNING);
    }
}
