package dev.yadori.launcher.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.dhcp6.Lease6;
import dev.yadori.launcher.dhcp6.Lease6.Names6;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.MacAddress;
import dev.yadori.launcher.prepare.Blueprint.ServedLink;
import dev.yadori.launcher.ra.LinkSocket;
import dev.yadori.launcher.ra.RouterLink;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LinkServicesTest {
    private static final MacAddress GUEST = MacAddress.parse("02:00:00:00:00:01");
    private static final RouterLink ROUTER = new RouterLink(
            GUEST, new RouterLink.Paths(true, Optional.empty(), List.of()), OptionalInt.empty(), Names6.NONE);

    private final FakeLinkAnswers answers = new FakeLinkAnswers();
    private final LinkServices services = new LinkServices(answers);

    private static ServedLink link(String device, String address) {
        return new ServedLink.Ipv6(
                device, new Lease6(GUEST, Ipv6Address.parse(address), Lease6.FOR_EVER, Names6.NONE), ROUTER);
    }

    @Test
    void routerStartsWhenItsSocketComes() throws StartException {
        services.serve(List.of(link("k6t-eth0", "fd10::2")));
        services.take("k6t-eth0", new LinkSocket(7));
        assertThat(answers.events).containsExactly("serve fd10::2", "route 7");
    }

    @Test
    void socketWaitsForItsRouter() throws StartException {
        services.take("k6t-eth0", new LinkSocket(7));
        services.serve(List.of(link("k6t-eth0", "fd10::2")));
        assertThat(answers.events).containsExactly("serve fd10::2", "route 7");
    }

    @Test
    void socketOfAnotherDeviceIsNotTaken() throws StartException {
        services.serve(List.of(link("k6t-eth0", "fd10::2")));
        services.take("k6t-net1", new LinkSocket(7));
        assertThat(answers.events).containsExactly("serve fd10::2");
    }

    @Test
    void newSocketReplacesTheOneInUse() throws StartException {
        services.serve(List.of(link("k6t-eth0", "fd10::2")));
        services.take("k6t-eth0", new LinkSocket(7));
        services.take("k6t-eth0", new LinkSocket(8));
        assertThat(answers.events).containsExactly("serve fd10::2", "route 7", "close 7", "route 8");
    }

    @Test
    void socketsThatNobodyNeedsDoNotPileUp() {
        services.take("k6t-eth0", new LinkSocket(7));
        services.take("k6t-eth0", new LinkSocket(8));
        assertThat(answers.events).containsExactly("discard 7");
    }

    @Test
    void deviceIsWantedUntilItsSocketIsThere() throws StartException {
        services.serve(List.of(link("k6t-eth0", "fd10::2")));
        assertThat(services.wanted()).containsExactly("k6t-eth0");
        services.take("k6t-eth0", new LinkSocket(7));
        assertThat(services.wanted()).isEmpty();
    }

    @Test
    void linkThatIsGoneEndsItsRouter() throws StartException {
        services.serve(List.of(link("k6t-eth0", "fd10::2")));
        services.take("k6t-eth0", new LinkSocket(7));
        services.serve(List.of());
        assertThat(answers.events).containsExactly("serve fd10::2", "route 7", "close", "close 7");
        assertThat(services.wanted()).isEmpty();
    }
}
