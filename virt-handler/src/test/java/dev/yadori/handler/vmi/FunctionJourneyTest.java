package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.FakeLauncher;
import dev.yadori.handler.network.LinkNames;
import dev.yadori.handler.pod.PciAddress;
import dev.yadori.proto.launcher.v1.GuestInterface;
import dev.yadori.proto.launcher.v1.GuestInterfaces;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.GuestStatus.State;
import dev.yadori.proto.launcher.v1.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A guest with an interface that is a function of its node. */
class FunctionJourneyTest {
    private static final String FUNCTION = "0000:3b:02.1";

    private final FakeLauncher launcher = new FakeLauncher(Sample.VMI_UID);
    private final FakeDoor door = new FakeDoor();
    private final FakeGuestObjects objects = new FakeGuestObjects(vmi());
    private final Handler handler = new Handler(door, objects);

    @AfterEach
    void stop() {
        handler.close();
        door.close();
    }

    @Test
    void guestHasTheFunctionThatMultusNames() {
        multusNames(FUNCTION);

        run();

        assertThat(launcher.started().getFirst().getInterfacesList())
                .extracting(one -> one.getTap() + one.getFunction().getAddress())
                .containsExactly("tap0", FUNCTION);
        assertThat(door.claimed.get()).containsExactly(new PciAddress(FUNCTION));
        assertThat(door.locked).hasValue((128L << 20) + (1L << 30));
        await().untilAsserted(() -> assertThat(statuses())
                .extracting(InterfaceStatus::name, InterfaceStatus::mac, InterfaceStatus::queueCount)
                .contains(org.assertj.core.groups.Tuple.tuple("fast", "02:00:00:00:00:05", null)));
    }

    @Test
    void guestIsNotStartedBeforeItsFunctionIsKnown() {
        door.serve(launcher);
        handler.start();
        await().untilAsserted(() -> assertThat(door.plumbings).hasPositiveValue());
        assertThat(launcher.started()).isEmpty();

        multusNames(FUNCTION);
        handler.wake();

        await().untilAsserted(() -> assertThat(launcher.started()).hasSize(1));
    }

    /** Whoever may patch pods can write any address into the annotation. */
    @Test
    void guestIsNotStartedWithAFunctionThatIsNotItsPods() {
        multusNames(FUNCTION);
        door.ofOtherPods.add(new PciAddress(FUNCTION));
        door.serve(launcher);
        handler.start();

        await().untilAsserted(() -> assertThat(
                        Objects.requireNonNull(objects.stored().getStatus()).conditions())
                .anySatisfy(condition -> {
                    assertThat(condition.type()).isEqualTo("Synchronized");
                    assertThat(condition.message()).isEqualTo("function 0000:3b:02.1 is not the pod's");
                }));
        assertThat(launcher.started()).isEmpty();
        assertThat(door.claimed.get()).isEmpty();
    }

    /** It was let go for a migration, each time, and the guest has stayed. */
    @Test
    void functionThatAGuestHasLostComesBackEachTime() {
        multusNames(FUNCTION);
        run();

        for (int times = 1; times <= 2; times++) {
            int expected = times;
            launcher.become(running("default"));
            await().untilAsserted(() -> assertThat(launcher.updates()).hasSize(expected));
            launcher.become(running("default", "fast"));
            await().untilAsserted(() ->
                    assertThat(handler.sessions.view(Sample.POD_UID).cards()).isEmpty());
        }
        assertThat(launcher.updates().getLast())
                .extracting(NetworkInterface::getName)
                .containsExactly("default", "fast");
    }

    private void run() {
        door.serve(launcher);
        handler.start();
        await().untilAsserted(() -> assertThat(launcher.started()).hasSize(1));
        launcher.become(running("default", "fast"));
    }

    private List<InterfaceStatus> statuses() {
        return Objects.requireNonNull(objects.stored().getStatus()).interfaces();
    }

    private void multusNames(String function) {
        handler.pod.updateAndGet(pod -> {
            var metadata = Sample.JSON.clone(pod.getMetadata());
            metadata.setAnnotations(Map.of("k8s.v1.cni.cncf.io/network-status", """
                    [{"interface": "%s", "device-info": {"type": "pci", "pci": {"pci-address": "%s"}}}]
                    """.formatted(
                            LinkNames.secondary("fast").pod(), function)));
            return new LauncherPodObject(metadata, pod.getSpec(), Objects.requireNonNull(pod.getStatus()));
        });
    }

    private static GuestStatus running(String... cards) {
        return GuestStatus.newBuilder()
                .setState(State.STATE_RUNNING)
                .setInterfaces(GuestInterfaces.newBuilder()
                        .addAllItems(Stream.of(cards)
                                .map(name -> GuestInterface.newBuilder()
                                        .setName(name)
                                        .setLinkUp(true)
                                        .build())
                                .toList()))
                .build();
    }

    private static VirtualMachineInstance vmi() {
        var tree = Sample.JSON.convertValue(Sample.vmi("Scheduled"), ObjectNode.class);
        var card = tree.withArray("/spec/domain/devices/interfaces").addObject();
        card.put("name", "fast").put("macAddress", "02:00:00:00:00:05").putObject("sriov");
        var network = tree.withArray("/spec/networks").addObject();
        network.put("name", "fast").putObject("multus").put("networkName", "fast");
        return Sample.JSON.convertValue(tree, VirtualMachineInstance.class);
    }
}
