package dev.yadori.launcher.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.domain.NetworkInterface;
import dev.yadori.launcher.domain.NetworkInterface.LinkState;
import dev.yadori.launcher.hypervisor.DomainFacts.Card;
import dev.yadori.launcher.net.MacAddress;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CardChangeTest {
    private static final NetworkInterface RED = card("red", LinkState.UP);
    private static final NetworkInterface BLUE = card("blue", LinkState.DOWN);

    @Test
    void cardsThatAreAsTheyShouldBeAreLeftAlone() {
        assertThat(CardChange.plan(List.of(RED, BLUE), List.of(new Card("blue", false), new Card("red", true))))
                .isEmpty();
    }

    @Test
    void whatGoesIsFirstAndWhatComesIsLast() {
        var green = card("green", LinkState.UP);

        assertThat(CardChange.plan(
                        List.of(green, RED, BLUE),
                        List.of(new Card("old", true), new Card("blue", true), new Card("older", false))))
                .containsExactly(
                        new CardChange.Unplug("old"),
                        new CardChange.Unplug("older"),
                        new CardChange.SetLink(BLUE),
                        new CardChange.Plug(green),
                        new CardChange.Plug(RED));
    }

    @Test
    void guestMayBeLeftWithoutCards() {
        assertThat(CardChange.plan(List.of(), List.of(new Card("red", true))))
                .containsExactly(new CardChange.Unplug("red"));
    }

    private static NetworkInterface card(String name, LinkState link) {
        return new NetworkInterface(
                name,
                NetworkInterface.Model.VIRTIO,
                "tap-" + name,
                MacAddress.parse("02:00:00:00:00:01"),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                link);
    }
}
