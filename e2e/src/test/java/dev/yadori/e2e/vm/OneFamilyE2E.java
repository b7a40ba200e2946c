package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.ToolsPod;
import dev.yadori.e2e.vm.OneCardGuest.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guests that have one IP version alone, because their pods have no other: behind address translation, in their pod's place and
 * on a network of their own, where there are also guests with both. Pods and guests of the same node and of the other are
 * reached by each of them, and reach it.
 */
@Tag("long")
class OneFamilyE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final SitePods PODS = new SitePods(NAMESPACE);

    /** From a guest to a pod or the other way round, in one IP version. */
    record Way(OneCardGuest guest, Family family, Site site) {
        @Override
        public String toString() {
            return "%s and the pod %s, %s".formatted(guest, site.word(), family.inServices());
        }
    }

    /** From a guest to another one, in one IP version. */
    record Pair(OneCardGuest from, OneCardGuest to, Family family) {
        @Override
        public String toString() {
            return "%s to %s, %s".formatted(from, to, family.inServices());
        }
    }

    /** A guest, and one of its IP versions. */
    record Side(OneCardGuest guest, Family family) {
        String service() {
            return "to-" + guest.name() + "-" + family.word();
        }

        @Override
        public String toString() {
            return guest + ", " + family.inServices();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        PODS.create();
        PODS.awaitReady();
        var networks = OneCardGuest.networks(NAMESPACE);
        for (var guests :
                guests().collect(Collectors.groupingBy(OneCardGuest::card)).values()) {
            startTogether(guests, networks);
        }
        sides().forEach(OneFamilyE2E::createService);
    }

    /** Not all: emulated, guests that boot at the same time take each other's. */
    private static void startTogether(List<OneCardGuest> guests, Map<OneCardGuest, String> networks)
            throws IOException {
        for (var guest : guests) {
            guest.create(GUESTS, networks);
        }
        for (var guest : guests) {
            GUESTS.awaitRunning(guest.name());
            GUESTS.awaitPage(guest.name(), "name");
        }
    }

    /** What is not on the pods' network no selector finds. */
    private static void createService(Side side) {
        boolean beside = side.guest().card() == OneCardGuest.Card.SECONDARY;
        Map<String, String> selector =
                beside ? Map.of() : Map.of("guest", side.guest().name());
        NAMESPACE.create(side.family().service(side.service(), selector, 80));
        if (beside) {
            var addresses = GUESTS.addressTextsOn(side.guest().name(), "card");
            NAMESPACE.create(side.family().endpoints(side.service(), addresses, 80));
        }
    }

    static Stream<OneCardGuest> guests() {
        return OneCardGuest.all().stream();
    }

    static Stream<Side> sides() {
        return guests().flatMap(guest -> guest.families().stream().sorted().map(family -> new Side(guest, family)));
    }

    static Stream<Way> ways() {
        return sides().flatMap(
                        side -> Arrays.stream(Site.values()).map(site -> new Way(side.guest(), side.family(), site)));
    }

    static Stream<Pair> pairs() {
        return sides().flatMap(from -> guests().filter(
                        to -> !to.equals(from.guest()) && to.families().contains(from.family()))
                .map(to -> new Pair(from.guest(), to, from.family())));
    }

    private static WebPaths web() {
        return new WebPaths(GUESTS, PODS.on(Site.NEAR));
    }

    /** The only one. */
    private static InetAddress address(OneCardGuest guest, Family family) {
        var addresses = family.of(web().addresses(guest.name()));
        assertThat(addresses).as("addresses of " + guest).hasSize(1);
        return addresses.getFirst();
    }

    @ParameterizedTest
    @MethodSource("guests")
    void guestHasTheAddressesOfItsPodAndNoOther(OneCardGuest guest) {
        var seen = GUESTS.awaitPage(guest.name(), "cgi-bin/addresses").lines().map(InetAddress::ofLiteral);
        var shown = web().addresses(guest.name());

        assertThat(shown).hasSize(guest.families().size());
        assertThat(guest.families())
                .allSatisfy(family -> assertThat(family.of(shown)).hasSize(1));
        switch (guest.card()) {
            case MASQUERADE ->
                assertThat(seen).hasSize(1).allMatch(guest.families().iterator().next()::has);
            case BRIDGE, SECONDARY -> assertThat(seen).containsExactlyInAnyOrderElementsOf(shown);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void guestReachesThePod(Way way) {
        way.family()
                .of(PODS.on(way.site()).addresses())
                .forEach(address ->
                        web().guestGets(way.guest().name(), ToolsPod.url(address), SitePods.name(way.site())));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void podReachesTheGuest(Way way) {
        var url = WebPaths.nameOf(address(way.guest(), way.family()));

        web().podGets(PODS.on(way.site()), url, way.guest().name());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void guestReachesTheOther(Pair pair) {
        var url = WebPaths.nameOf(address(pair.to(), pair.family()));

        web().guestGets(pair.from().name(), url, pair.to().name());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void guestReachesTheServiceOfThePod(Way way) {
        var addresses = web().addressesOfService(SitePods.service(way.site(), way.family()));

        assertThat(addresses).hasSize(1).allMatch(way.family()::has);
        web().guestGets(way.guest().name(), ToolsPod.url(addresses.getFirst()), SitePods.name(way.site()));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void podReachesTheServiceOfTheGuest(Way way) {
        var addresses = web().addressesOfService(new Side(way.guest(), way.family()).service());

        assertThat(addresses).hasSize(1).allMatch(way.family()::has);
        web().podGets(
                        PODS.on(way.site()),
                        WebPaths.nameOf(addresses.getFirst()),
                        way.guest().name());
    }

    @ParameterizedTest
    @MethodSource("sides")
    void guestReachesWhatIsOutsideThePodNetwork(Side side) {
        var nodes = side.family().of(web().nodes());

        assertThat(nodes).isNotEmpty();
        nodes.forEach(node -> web().guestGetsPageWith(side.guest().name(), WebPaths.healthOf(node), "lastUpdated"));
    }

    @ParameterizedTest
    @MethodSource("sides")
    void guestFindsServicesByTheirNames(Side side) {
        var service = SitePods.service(Site.FAR, side.family());

        for (var name : List.of(service, service + "." + NAMESPACE.name() + ".svc.cluster.local")) {
            web().guestGets(
                            side.guest().name(),
                            "http://%s:%d/".formatted(name, ToolsPod.PORT),
                            SitePods.name(Site.FAR));
        }
    }
}
