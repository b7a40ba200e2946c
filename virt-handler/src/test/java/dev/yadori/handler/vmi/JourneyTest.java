package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.handler.launcher.FakeLauncher;
import dev.yadori.handler.launcher.GuestNetwork;
import dev.yadori.handler.launcher.GuestNetwork.Connection;
import dev.yadori.proto.launcher.v1.GuestInterface;
import dev.yadori.proto.launcher.v1.GuestInterfaces;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.GuestStatus.State;
import dev.yadori.proto.launcher.v1.GuestStatus.StopReason;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole journeys through everything but the operator's queue and the API server, with a launcher over gRPC. */
class JourneyTest {
    private final FakeLauncher launcher = new FakeLauncher(Sample.VMI_UID);
    private final FakeDoor door = new FakeDoor();
    private final FakeGuestObjects objects = new FakeGuestObjects(Sample.vmi("Scheduled"));
    private final Handler handler = new Handler(door, objects);

    @AfterEach
    void stop() {
        handler.close();
        door.close();
    }

    private VirtualMachineInstancePhase phase() {
        return Objects.requireNonNull(
                Objects.requireNonNull(objects.stored().getStatus()).phase());
    }

    private void awaitPhase(VirtualMachineInstancePhase phase) {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(phase()).isEqualTo(phase));
    }

    private void running() {
        door.serve(launcher);
        handler.start();
        awaitPhase(VirtualMachineInstancePhase.RUNNING);
    }

    private static GuestStatus stopped(StopReason reason) {
        return GuestStatus.newBuilder()
                .setState(State.STATE_STOPPED)
                .setStopReason(reason)
                .build();
    }

    @Test
    void oneWriteBringsAGuestFromScheduledToRunning() {
        running();

        await().untilAsserted(() ->
                assertThat(objects.events).extracting(VmiAction.Emit::reason).containsExactly("Created", "Started"));
        assertThat(objects.writes).hasSize(1);
        assertThat(launcher.started()).hasSize(1);
        assertThat(launcher.started().getFirst().getInterfaces(0).getTap()).isEqualTo("tap0");
    }

    @Test
    void guestIsStartedWhenTheImagesOfItsDisksAreMounted() {
        var volumeroot = new LauncherPodObject.Named("volumeroot");
        handler.pod.updateAndGet(pod -> new LauncherPodObject(
                pod.getMetadata(),
                new LauncherPodObject.Spec(List.of(volumeroot)),
                Objects.requireNonNull(pod.getStatus())));
        door.serve(launcher);
        handler.start();
        await().untilAsserted(() -> assertThat(door.plumbings).hasPositiveValue());
        assertThat(launcher.started()).isEmpty();

        var runs = new LauncherPodObject.Container(
                "volumeroot",
                "containerd://1234",
                new LauncherPodObject.State(new LauncherPodObject.Running(null), null));
        handler.pod.updateAndGet(pod -> new LauncherPodObject(
                pod.getMetadata(), pod.getSpec(), new LauncherPodObject.Status(List.of(), List.of(runs), List.of())));
        handler.wake();

        awaitPhase(VirtualMachineInstancePhase.RUNNING);
        assertThat(door.mounted.get())
                .extracting(GuestNetwork.Image::containerId)
                .containsExactly("containerd://1234");
    }

    @Test
    void aLauncherThatComesLateIsFound() {
        handler.start();
        await().untilAsserted(() -> assertThat(door.knocks).hasValueGreaterThan(3));

        door.serve(launcher);

        awaitPhase(VirtualMachineInstancePhase.RUNNING);
    }

    @Test
    void aGuestIsStartedBeforeItsPodIsSaidToRun() {
        objects.store(Sample.vmi("Scheduling"));
        handler.cache.set(objects.stored());
        door.serve(launcher);

        handler.start();

        await().untilAsserted(() -> assertThat(launcher.started()).hasSize(1));
        assertThat(objects.writes).isEmpty();
    }

    @Test
    void anotherLifeOfTheHandlerWritesNothing() {
        running();
        handler.close();

        try (var second = new Handler(door, objects).start()) {
            await().untilAsserted(() -> assertThat(launcher.watchers()).isEqualTo(1));
            await().untilAsserted(() -> assertThat(
                            second.sessions.view(Sample.POD_UID).contact())
                    .isInstanceOfSatisfying(
                            Contact.Made.class,
                            made -> assertThat(made.report()).isPresent()));
            second.wake();

            launcher.become(stopped(StopReason.STOP_REASON_SHUTDOWN));
            awaitPhase(VirtualMachineInstancePhase.SUCCEEDED);
        }
        assertThat(objects.writes).hasSize(2);
        assertThat(launcher.started()).hasSize(1);
    }

    /** The first life ends after the start and before the status. */
    @Test
    void anotherLifeFindsTheAddressesOfAGuestThatRuns() {
        launcher.become(GuestStatus.newBuilder()
                .setState(State.STATE_RUNNING)
                .setMachineType("pc-q35-9.2")
                .build());

        running();

        assertThat(objects.writes).hasSize(1);
        assertThat(Objects.requireNonNull(objects.stored().getStatus()).interfaces())
                .hasSize(1);
        assertThat(launcher.started()).isEmpty();
    }

    @Test
    void linkOfARunningGuestIsTakenDown() {
        running();
        launcher.become(GuestStatus.newBuilder()
                .setState(State.STATE_RUNNING)
                .setInterfaces(card(true))
                .build());
        var tree = Sample.JSON.convertValue(objects.stored(), ObjectNode.class);
        ((ObjectNode) tree.at("/spec/domain/devices/interfaces/0")).put("state", "down");
        objects.store(Sample.JSON.convertValue(tree, VirtualMachineInstance.class));
        handler.cache.set(objects.stored());

        handler.wake();
        await().untilAsserted(() -> assertThat(launcher.updates()).hasSize(1));
        launcher.become(GuestStatus.newBuilder()
                .setState(State.STATE_RUNNING)
                .setInterfaces(card(false))
                .build());

        assertThat(launcher.updates().getFirst().getFirst().getLinkDown()).isTrue();
        await().untilAsserted(() -> assertThat(
                        Objects.requireNonNull(objects.stored().getStatus()).interfaces())
                .extracting(InterfaceStatus::linkState)
                .containsExactly("down"));
        assertThat(launcher.updates()).hasSize(1);
    }

    private static GuestInterfaces.Builder card(boolean up) {
        return GuestInterfaces.newBuilder()
                .addItems(GuestInterface.newBuilder().setName("default").setLinkUp(up));
    }

    @Test
    void aLauncherThatIsKilledAndComesBackChangesNothing() {
        running();

        door.kill();
        await().untilAsserted(() ->
                assertThat(handler.sessions.view(Sample.POD_UID).contact()).isInstanceOf(Contact.Seeking.class));
        var again = new FakeLauncher(Sample.VMI_UID);
        again.become(GuestStatus.newBuilder()
                .setState(State.STATE_RUNNING)
                .setMachineType("pc-q35-9.2")
                .build());
        door.serve(again);

        await().untilAsserted(() -> assertThat(again.watchers()).isEqualTo(1));
        again.become(stopped(StopReason.STOP_REASON_CRASHED));
        awaitPhase(VirtualMachineInstancePhase.FAILED);
        assertThat(objects.writes).hasSize(2);
        assertThat(again.started()).isEmpty();
        assertThat(door.openNetworks).hasValue(1);
    }

    @Test
    void aLauncherThatComesBackGetsItsRouterSocketsAgain() {
        running();

        door.kill();
        var again = new FakeLauncher(Sample.VMI_UID);
        again.wantsRouterSocket("k6t-eth0");
        again.become(GuestStatus.newBuilder().setState(State.STATE_RUNNING).build());
        door.serve(again);

        await().untilAsserted(() -> assertThat(door.handed).containsExactly("k6t-eth0"));
        assertThat(again.started()).isEmpty();
    }

    /** A socket that takes connections and never answers. */
    @Test
    void aHungLauncherIsNoEvidence() {
        objects.store(Sample.vmi("Running"));
        handler.cache.set(objects.stored());
        launcher.hang();
        door.serve(launcher);

        handler.start();

        await().untilAsserted(() -> assertThat(
                        handler.sessions.view(Sample.POD_UID).contact())
                .isInstanceOfSatisfying(
                        Contact.Seeking.class,
                        seeking -> assertThat(seeking.why()).startsWith("the launcher does not answer")));
        assertThat(objects.writes).isEmpty();
    }

    @Test
    void aLauncherOfAnotherGuestIsRefused() {
        door.serve(new FakeLauncher("another"));

        handler.start();

        await().untilAsserted(() ->
                assertThat(objects.events).extracting(VmiAction.Emit::reason).contains("SyncFailed"));
        assertThat(phase()).isEqualTo(VirtualMachineInstancePhase.SCHEDULED);
        door.kill();
        await().untilAsserted(() -> assertThat(door.openNetworks).hasValue(0));
    }

    @Test
    void noGuestIsStartedThatOnlyTheCacheStillWants() {
        objects.store(Sample.deleted(Sample.vmi("Scheduled")));
        door.serve(launcher);

        handler.start();

        await().untilAsserted(() ->
                assertThat(handler.sessions.view(Sample.POD_UID).attempt()).isInstanceOf(Attempt.Failed.class));
        assertThat(launcher.started()).isEmpty();
    }

    @Test
    void anApiServerThatIsAwayDelaysAStartAndNothingElse() {
        objects.goAway(true);
        door.serve(launcher);
        handler.start();
        await().untilAsserted(() ->
                assertThat(handler.sessions.view(Sample.POD_UID).attempt()).isInstanceOf(Attempt.Failed.class));
        assertThat(launcher.started()).isEmpty();

        objects.goAway(false);

        awaitPhase(VirtualMachineInstancePhase.RUNNING);
        assertThat(objects.writes).hasSize(1);
    }

    @Test
    void whatIsMissingIsSaidAndTriedAgain() {
        launcher.failNextStart(Status.FAILED_PRECONDITION.withDescription("no disk in the image"), "DISK_MISSING");

        running();

        assertThat(objects.writes).hasSize(2);
        assertThat(String.valueOf(objects.writes.getFirst().get("conditions"))).contains("DiskMissing", "no disk in");
        assertThat(String.valueOf(objects.writes.getLast().get("conditions"))).doesNotContain("DiskMissing");
        assertThat(door.plumbings).hasValue(2);
    }

    @Test
    void aPodThatCannotBePlumbedYetIsTriedAgain() {
        door.plumbs(null);
        door.serve(launcher);
        handler.start();
        await().untilAsserted(() -> assertThat(objects.writes).hasSize(1));
        assertThat(String.valueOf(objects.writes.getFirst())).contains("the pod has no address yet");

        door.plumbs(new Connection.Connected(Sample.links()));

        awaitPhase(VirtualMachineInstancePhase.RUNNING);
    }

    @Test
    void whatCanNeverWorkIsSaidOnceAndLeftAlone() {
        door.plumbs(new Connection.Impossible("the pod has no link eth0"));
        door.serve(launcher);

        handler.start();

        await().untilAsserted(() -> assertThat(objects.events)
                .contains(new VmiAction.Emit(true, "SyncFailed", "the pod has no link eth0")));
        handler.wake();
        handler.hears(objects.stored());
        assertThat(door.plumbings).hasValue(1);
        assertThat(objects.writes).hasSize(1);
    }

    @Test
    void aChangeByAnotherBetweenReadAndWriteIsNotOverwritten() {
        running();
        var theirs = Sample.deleted(objects.stored());
        objects.store(theirs);

        launcher.become(stopped(StopReason.STOP_REASON_SHUTDOWN));
        await().untilAsserted(() ->
                assertThat(handler.sessions.view(Sample.POD_UID).ended()).isPresent());
        assertThat(objects.writes).hasSize(1);

        handler.hears(objects.stored());
        awaitPhase(VirtualMachineInstancePhase.SUCCEEDED);
        assertThat(objects.stored().getMetadata().getDeletionTimestamp()).isNotNull();
    }

    @Test
    void aPodThatIsGoneIsForgotten() {
        running();

        handler.sessions.gone(Sample.POD_UID);

        await().untilAsserted(() -> assertThat(launcher.watchers()).isZero());
        assertThat(door.openNetworks).hasValue(0);
        assertThat(handler.sessions.view(Sample.POD_UID)).isEqualTo(LauncherView.NOTHING);
        assertThat(List.of(phase())).containsExactly(VirtualMachineInstancePhase.RUNNING);
    }
}
