package dev.yadori.e2e.vm;

import dev.yadori.e2e.vm.OneCardGuest.Site;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A card of the Debian guest, which is on the first node.
 *
 * @param binding of a card on the pods' network; one on a network beside is always bridged
 * @param families that the pod has on this network
 */
record DebianCard(String name, String binding, Set<Family> families) {
    /** The guest. */
    static final String GUEST = "debian";

    private static final String BESIDE = "beside";

    static DebianCard onThePodsNetwork(String binding, Set<Family> families) {
        return new DebianCard("default", binding, families);
    }

    static DebianCard onANetworkBeside(Set<Family> families) {
        return new DebianCard(BESIDE, "bridge", families);
    }

    boolean isBeside() {
        return name.equals(BESIDE);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Creates the guest with these cards. */
    static void create(Guests guests, List<DebianCard> cards) throws IOException {
        guests.namespace().create(userData());
        guests.createFrom("debian-cards.yaml", words(guests, cards, new RoutedNetworks(guests.namespace())));
    }

    /** In a secret: an object may hold less than this. */
    private static Secret userData() throws IOException {
        try (var data = DebianCard.class.getResourceAsStream("debian-cards-user-data.yaml")) {
            return new SecretBuilder()
                    .withNewMetadata()
                    .withName("user-data")
                    .endMetadata()
                    .addToStringData(
                            "userdata", new String(Objects.requireNonNull(data).readAllBytes(), StandardCharsets.UTF_8))
                    .build();
        }
    }

    private static Map<String, String> words(Guests guests, List<DebianCard> cards, RoutedNetworks networks) {
        var namespace = guests.namespace();
        var node = Site.NEAR.hostname(namespace);
        var attached = cards.stream()
                .map(card -> "{name: %s, %s}"
                        .formatted(
                                card.name(),
                                card.isBeside()
                                        ? "multus: {networkName: %s}".formatted(networks.beside(node, card.families()))
                                        : "pod: {}"))
                .collect(Collectors.joining(", "));
        var inPlace = cards.stream()
                .filter(card -> !card.isBeside() && card.families().size() == 1)
                .map(card -> networks.inPlaceOfThePods(
                        node, card.families().iterator().next()))
                .map(network -> "v1.multus-cni.io/default-network: " + network)
                .collect(Collectors.joining());
        return Map.of(
                "SELF", GUEST,
                "NODE", node,
                "ANNOTATIONS", inPlace,
                "CARDS",
                        cards.stream()
                                .map(card -> "{name: %s, %s: {}}".formatted(card.name(), card.binding()))
                                .collect(Collectors.joining(", ")),
                "ATTACHED", attached,
                "SERVERS", nameServers(guests),
                "DOMAIN", namespace.name() + ".svc.cluster.local");
    }

    /** Of both IP versions: a card knows what was said in its own one. */
    private static String nameServers(Guests guests) {
        return guests.namespace().nameServers().stream()
                .map("\"%s\""::formatted)
                .collect(Collectors.joining(", "));
    }
}
