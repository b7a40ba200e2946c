package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.ToolsPod;
import dev.yadori.e2e.vm.OneCardGuest.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ways between each card of a Debian guest, which systemd-networkd configures, and pods, Services and tiny guests on the same
 * node and on the other. Emulated, a boot takes minutes, and several at a time take each other's: so a guest may have a card on a
 * network beside the pods' too, and each card is asked by itself.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DebianCards {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final SitePods PODS = new SitePods(NAMESPACE);
    private static final Duration BOOT = Duration.ofMinutes(12);
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int HTTP = 80;

    /** A card in one of its IP versions, and a node. */
    record Way(DebianCard card, Family family, Site site) {
        @Override
        public String toString() {
            return "%s, %s, %s".formatted(card, family.inServices(), site.word());
        }
    }

    abstract List<DebianCard> cards();

    @BeforeAll
    void start() throws IOException {
        PODS.create();
        for (var site : Site.values()) {
            GUESTS.create(TinyGuest.vmi(tiny(site))
                    .onNodesWith("kubernetes.io/hostname", site.hostname(NAMESPACE))
                    .running(WebPaths.FETCHER));
        }
        DebianCard.create(GUESTS, cards());
        PODS.awaitReady();
        for (var site : Site.values()) {
            GUESTS.awaitRunning(tiny(site));
            GUESTS.awaitPage(tiny(site), "name");
        }
        GUESTS.awaitRunning(DebianCard.GUEST);
        for (var card : cards()) {
            Guests.holds(
                    "the server of " + card + " answers",
                    BOOT,
                    () -> assertThat(PODS.on(Site.NEAR)
                                    .fetch(WebPaths.nameOf(anyAddress(card)))
                                    .output())
                            .isEqualTo(DebianCard.GUEST));
            card.families().forEach(family -> createService(card, family));
        }
    }

    /** What is not on the pods' network no selector finds. */
    private static void createService(DebianCard card, Family family) {
        Map<String, String> selector = card.isBeside() ? Map.of() : Map.of("guest", DebianCard.GUEST);
        NAMESPACE.create(family.service(service(card, family), selector, HTTP));
        if (card.isBeside()) {
            NAMESPACE.create(family.endpoints(
                    service(card, family), GUESTS.addressTextsOn(DebianCard.GUEST, card.name()), HTTP));
        }
    }

    private static String service(DebianCard card, Family family) {
        return "to-%s-%s".formatted(card.name(), family.word());
    }

    private static String tiny(Site site) {
        return "tiny-" + site.word();
    }

    private static WebPaths web() {
        return new WebPaths(GUESTS, PODS.on(Site.NEAR));
    }

    private static List<InetAddress> addresses(DebianCard card, Family family) {
        return family.of(GUESTS.addressesOn(DebianCard.GUEST, card.name())).stream()
                .filter(address -> !address.isLinkLocalAddress())
                .toList();
    }

    private static InetAddress address(DebianCard card, Family family) {
        var all = addresses(card, family);
        assertThat(all).as("addresses of " + card).hasSize(1);
        return all.getFirst();
    }

    private static InetAddress anyAddress(DebianCard card) {
        return address(card, card.families().stream().sorted().findFirst().orElseThrow());
    }

    /** The card asks for a page. */
    private static void gets(Way way, String url, String part) {
        var through = WebPaths.url(address(way.card(), way.family()), "cgi-bin/fetch?" + url);
        Guests.holds(
                way.card() + " gets " + url,
                SOON,
                () -> assertThat(PODS.on(Site.NEAR).fetch(through).output()).contains(part));
    }

    Stream<DebianCard> eachCard() {
        return cards().stream();
    }

    Stream<Way> ways() {
        return eachCard()
                .flatMap(card -> card.families().stream()
                        .sorted()
                        .flatMap(family -> Arrays.stream(Site.values()).map(site -> new Way(card, family, site))));
    }

    @ParameterizedTest
    @MethodSource("eachCard")
    void cardHasTheAddressesOfItsNetworkAndNoOther(DebianCard card) {
        var url = WebPaths.url(anyAddress(card), "cgi-bin/addresses");
        for (var family : Family.values()) {
            int expected = card.families().contains(family) ? 1 : 0;
            assertThat(addresses(card, family)).hasSize(expected);
            Guests.holds(
                    card + " has its addresses",
                    SOON,
                    () -> assertThat(family.of(PODS.on(Site.NEAR)
                                    .fetch(url)
                                    .output()
                                    .lines()
                                    .map(InetAddress::ofLiteral)
                                    .toList()))
                            .hasSize(expected));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void cardReachesThePod(Way way) {
        way.family()
                .of(PODS.on(way.site()).addresses())
                .forEach(address -> gets(way, ToolsPod.url(address), SitePods.name(way.site())));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void podReachesTheCard(Way way) {
        web().podGets(PODS.on(way.site()), WebPaths.nameOf(address(way.card(), way.family())), DebianCard.GUEST);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void cardReachesTheOtherGuest(Way way) {
        var other = way.family().of(web().addresses(tiny(way.site())));

        assertThat(other).hasSize(1);
        gets(way, WebPaths.nameOf(other.getFirst()), tiny(way.site()));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void otherGuestReachesTheCard(Way way) {
        web().guestGets(tiny(way.site()), WebPaths.nameOf(address(way.card(), way.family())), DebianCard.GUEST);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void cardReachesTheServiceOfThePod(Way way) {
        var service = web().addressesOfService(SitePods.service(way.site(), way.family()));

        assertThat(service).hasSize(1).allMatch(way.family()::has);
        gets(way, ToolsPod.url(service.getFirst()), SitePods.name(way.site()));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void podReachesTheServiceOfTheCard(Way way) {
        var service = web().addressesOfService(service(way.card(), way.family()));

        assertThat(service).hasSize(1).allMatch(way.family()::has);
        web().podGets(PODS.on(way.site()), WebPaths.nameOf(service.getFirst()), DebianCard.GUEST);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void cardFindsTheServiceByItsName(Way way) {
        var service = SitePods.service(way.site(), way.family());

        for (var name : List.of(service, service + "." + NAMESPACE.name() + ".svc.cluster.local")) {
            gets(way, "http://%s:%d/".formatted(name, ToolsPod.PORT), SitePods.name(way.site()));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void cardReachesWhatIsOutsideThePodNetwork(Way way) {
        var nodes = way.family().of(web().nodes());

        assertThat(nodes).isNotEmpty();
        nodes.forEach(node -> gets(way, WebPaths.healthOf(node), "lastUpdated"));
    }
}
