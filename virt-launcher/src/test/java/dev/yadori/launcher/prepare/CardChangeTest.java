package dev.yadori.launcher.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.domain.GuestSlot;
import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.NetworkInterface;
import dev.yadori.launcher.domain.NetworkInterface.LinkState;
import dev.yadori.launcher.domain.PciAddress;
import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CardChangeTest {
    private static final NetworkInterface RED = card("red", LinkState.UP);
    private static final NetworkInterface BLUE = card("blue", LinkState.DOWN);

    @Test
    void cardsThatAreAsTheyShouldBeAreLeftAlone() {
        assertThat(CardChange.plan(List.of(RED, BLUE), List.of(present("blue", false), present("red", true))))
                .isEmpty();
    }

    @Test
    void whatGoesIsFirstAndWhatComesIsLast() {
        var green = card("green", LinkState.UP);

        assertThat(CardChange.plan(
                        List.of(green, RED, BLUE),
                        List.of(present("old", true), present("blue", true), present("older", false))))
                .containsExactly(
                        new CardChange.Unplug(present("old", true)),
                        new CardChange.Unplug(present("older", false)),
                        new CardChange.SetLink(BLUE),
                        new CardChange.Plug(green),
                        new CardChange.Plug(RED));
    }

    @Test
    void guestMayBeLeftWithoutCards() {
        assertThat(CardChange.plan(List.of(), List.of(present("red", true))))
                .containsExactly(new CardChange.Unplug(present("red", true)));
    }

    /** A function has a carrier of its own, which nobody here sets. */
    @Test
    void functionIsPluggedUnpluggedAndNothingElse() {
        var function = function("fast");
        var there = new DomainFacts.Card("fast", true, DomainFacts.Kind.FUNCTION);

        assertThat(CardChange.plan(List.of(function), List.of())).containsExactly(new CardChange.Plug(function));
        assertThat(CardChange.plan(List.of(function), List.of(there))).isEmpty();
        assertThat(CardChange.plan(List.of(), List.of(there))).containsExactly(new CardChange.Unplug(there));
        assertThat(there.alias()).isEqualTo("ua-sriov-fast").isEqualTo(function.alias());
    }

    @Test
    void functionComesAfterItsStandby() {
        var function = function("fast");

        assertThat(CardChange.plan(List.of(function, RED, BLUE), List.of()))
                .containsExactly(new CardChange.Plug(RED), new CardChange.Plug(BLUE), new CardChange.Plug(function));
    }

    private static HostFunction function(String name) {
        return new HostFunction(
                name, PciAddress.parse("0000:3b:02.1"), GuestSlot.ANY, OptionalInt.empty(), Optional.of("calm"));
    }

    private static DomainFacts.Card present(String name, boolean linkUp) {
        return new DomainFacts.Card(name, linkUp, DomainFacts.Kind.TAP);
    }

    private static NetworkInterface card(String name, LinkState link) {
        return new NetworkInterface(
                name,
                NetworkInterface.Model.VIRTIO,
                "tap-" + name,
                MacAddress.parse("02:00:00:00:00:01"),
                OptionalInt.empty(),
                OptionalInt.empty(),
                GuestSlot.ANY,
                OptionalInt.empty(),
                link,
                false);
    }
}
