package dev.yadori.e2e.vm;

import dev.yadori.e2e.support.ClusterNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A tiny guest with one card, whose pod has one IP version alone; a card on a network beside the pod's may have both. */
record OneCardGuest(Card card, Set<Family> families, Site site) {
    enum Card {
        MASQUERADE,
        BRIDGE,
        SECONDARY;

        private List<Set<Family>> families() {
            var one = Stream.of(Family.values()).map(Set::of);
            return this == SECONDARY
                    ? Stream.concat(one, Stream.of(Set.of(Family.values()))).toList()
                    : one.toList();
        }

        private String binding() {
            return this == MASQUERADE ? "masquerade" : "bridge";
        }
    }

    /** The first node, or the last. */
    enum Site {
        NEAR,
        FAR;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String hostname(ClusterNamespace namespace) {
            var all = namespace.hostnames();
            return this == NEAR ? all.getFirst() : all.getLast();
        }
    }

    /** Of each card and each of its IP versions one on each node. */
    static List<OneCardGuest> all() {
        var all = new ArrayList<OneCardGuest>();
        for (var card : Card.values()) {
            for (var families : card.families()) {
                Arrays.stream(Site.values())
                        .map(site -> new OneCardGuest(card, families, site))
                        .forEach(all::add);
            }
        }
        return all;
    }

    /** Makes the networks of all, and tells their names. */
    static Map<OneCardGuest, String> networks(ClusterNamespace namespace) {
        var routed = new RoutedNetworks(namespace);
        var names = new HashMap<String, String>();
        return all().stream().collect(Collectors.toMap(guest -> guest, guest -> {
            var key = (guest.card() == Card.SECONDARY) + guest.familyWord() + guest.site();
            return names.computeIfAbsent(
                    key, _ -> guest.network(routed, guest.site().hostname(namespace)));
        }));
    }

    private String network(RoutedNetworks routed, String hostname) {
        return card == Card.SECONDARY
                ? routed.beside(hostname, families)
                : routed.inPlaceOfThePods(hostname, families.iterator().next());
    }

    void create(Guests guests, Map<OneCardGuest, String> networks) throws IOException {
        var namespace = guests.namespace();
        var network = networks.get(this);
        boolean beside = card == Card.SECONDARY;
        guests.createFrom(
                "one-card.yaml",
                Map.of(
                        "SELF", name(),
                        "NODE", site.hostname(namespace),
                        "BINDING", card.binding(),
                        "ANNOTATIONS", beside ? "" : "v1.multus-cni.io/default-network: " + network,
                        "NETWORK", beside ? "multus: {networkName: %s}".formatted(network) : "pod: {}",
                        "SERVER", nameServer(namespace),
                        "DOMAIN", namespace.name() + ".svc.cluster.local"));
    }

    /** With both IP versions it is asked by the one that is there without router advertisements. */
    private String nameServer(ClusterNamespace namespace) {
        var family = families.stream().sorted().findFirst().orElseThrow();
        return namespace.nameServers().stream()
                .filter(address -> address.contains(":") == (family == Family.IPV6))
                .findFirst()
                .orElseThrow();
    }

    private String familyWord() {
        return families.size() > 1 ? "dual" : families.iterator().next().word();
    }

    String name() {
        return "%s-%s-%s".formatted(card.name().toLowerCase(Locale.ROOT), familyWord(), site.word());
    }

    @Override
    public String toString() {
        return name();
    }
}
