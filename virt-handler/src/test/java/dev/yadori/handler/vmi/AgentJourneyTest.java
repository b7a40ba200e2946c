package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.FakeLauncher;
import dev.yadori.handler.launcher.GuestNetwork.Connection;
import dev.yadori.proto.launcher.v1.AgentInfo;
import dev.yadori.proto.launcher.v1.AgentInterface;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.GuestStatus.State;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A guest on a bridge whose agent knows an address that its pod does not. */
class AgentJourneyTest {
    private final FakeLauncher launcher = new FakeLauncher(Sample.VMI_UID);
    private final FakeDoor door = new FakeDoor();
    private final FakeGuestObjects objects = new FakeGuestObjects(bridged());

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void anotherLifeOfTheHandlerTellsTheAgentsAddressesFromThePods() {
        door.plumbs(new Connection.Connected(List.of(Sample.link("10.244.0.7"))));
        door.serve(launcher);
        try (var _ = new Handler(door, objects).start()) {
            await().untilAsserted(() -> assertThat(addresses()).containsExactly("10.244.0.7"));
            launcher.become(says("2001:db8::7"));
            await().untilAsserted(() -> assertThat(addresses()).containsExactly("10.244.0.7", "2001:db8::7"));
        }

        try (var second = new Handler(door, objects).start()) {
            await().untilAsserted(() ->
                    assertThat(second.sessions.view(Sample.POD_UID).findings()).isPresent());
            assertThat(objects.writes).hasSize(2);
            launcher.become(says("2001:db8::8"));

            await().untilAsserted(() -> assertThat(addresses()).containsExactly("10.244.0.7", "2001:db8::8"));
        }
        assertThat(objects.writes).hasSize(3);
        assertThat(launcher.started()).hasSize(1);
    }

    private List<String> addresses() {
        return Objects.requireNonNull(objects.stored().getStatus()).interfaces().stream()
                .flatMap(one -> one.ipAddresses().stream())
                .toList();
    }

    private static GuestStatus says(String address) {
        return GuestStatus.newBuilder()
                .setState(State.STATE_RUNNING)
                .setAccelerated(true)
                .setMachineType("pc-q35-9.2")
                .setAgentConnected(true)
                .setAgent(AgentInfo.newBuilder()
                        .addInterfaces(AgentInterface.newBuilder()
                                .setName("enp1s0")
                                .setMac("02:11:22:33:44:55")
                                .addAddresses(address)))
                .build();
    }

    private static VirtualMachineInstance bridged() {
        var tree = Sample.JSON.convertValue(Sample.vmi("Scheduled"), ObjectNode.class);
        var card = (ObjectNode) tree.at("/spec/domain/devices/interfaces/0");
        card.remove("masquerade");
        card.putObject("bridge");
        return Sample.JSON.convertValue(tree, VirtualMachineInstance.class);
    }
}
