package dev.yadori.launcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.proto.launcher.v1.GuestInterface;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.NetworkInterface;
import dev.yadori.proto.launcher.v1.UpdateInterfacesRequest;
import dev.yadori.proto.launcher.v1.WatchGuestRequest;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrpcGuestCardsTest {
    private ServedLauncher launcher;

    @BeforeEach
    void serve(@TempDir Path folder) throws IOException {
        launcher = new ServedLauncher(folder);
    }

    @AfterEach
    void close() {
        launcher.close();
    }

    @Test
    void guestGetsACardThatItLacks() {
        start();

        update(card("blue", false));

        assertThat(cards()).containsExactly(item("blue", true));
        assertThat(launcher.archive.kept().map(LaunchSpec::getInterfacesList)).contains(List.of(card("blue", false)));
    }

    @Test
    void whatTheGuestHasIsLeftAlone() {
        start();
        update(card("blue", false));

        update(card("blue", false));

        assertThat(launcher.hypervisor.calls()).containsOnlyOnce("plug").doesNotContain("update");
    }

    @Test
    void linkGoesDown() {
        start();
        update(card("blue", false), card("red", false));

        update(card("blue", true), card("red", false));

        assertThat(cards()).containsExactly(item("blue", false), item("red", true));
    }

    @Test
    void cardThatIsNotAskedForIsUnplugged() {
        start();
        update(card("blue", false), card("red", false));

        update(card("red", false));

        assertThat(launcher.hypervisor.calls()).contains("unplug ua-blue").doesNotContain("unplug ua-red");
    }

    @Test
    void cardThatCannotBeIsNamed() {
        start();

        ServedLauncher.assertFailure(
                () -> update(card("blue", false).toBuilder().setMac("no").build()),
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD");
        assertThat(launcher.hypervisor.calls()).doesNotContain("plug");
    }

    @Test
    void guestThatWasNotAskedForHasNoCards() {
        ServedLauncher.assertFailure(
                () -> update(card("blue", false)), Status.Code.FAILED_PRECONDITION, "GUEST_NOT_RUNNING");
    }

    private void start() {
        launcher.started();
        launcher.archive.keep(ServedLauncher.spec());
    }

    private void update(NetworkInterface... cards) {
        var _ = launcher.blocking()
                .updateInterfaces(UpdateInterfacesRequest.newBuilder()
                        .addAllInterfaces(List.of(cards))
                        .build());
    }

    private List<GuestInterface> cards() {
        return launcher.blocking()
                .watchGuest(WatchGuestRequest.newBuilder()
                        .setFromSequence(Long.MAX_VALUE)
                        .build())
                .next()
                .getEvent()
                .getStatus()
                .getInterfaces()
                .getItemsList();
    }

    private static NetworkInterface card(String name, boolean down) {
        return NetworkInterface.newBuilder()
                .setName(name)
                .setModel(NetworkInterface.Model.MODEL_VIRTIO)
                .setTap("tap-" + name)
                .setMac("02:00:00:00:00:01")
                .setLinkDown(down)
                .build();
    }

    private static GuestInterface item(String name, boolean up) {
        return GuestInterface.newBuilder().setName(name).setLinkUp(up).build();
    }
}
