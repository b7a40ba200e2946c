package dev.yadori.crds.launcher;

import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.InterfaceModel;
import dev.yadori.crds.v1.Interface.LinkState;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Two cards that are one for a guest, because they have the same MAC address: a function of the node, and its standby, which
 * is virtio on a bridge and carries on while the guest does not have the function.
 */
public final class StandbyCards {

    private StandbyCards() {}

    /** Names of standbys by the names of functions. Cards that are to be absent are no part of it. */
    public static Map<String, String> of(List<Interface> interfaces) {
        Map<String, List<Interface>> byAddress = interfaces.stream()
                .filter(card ->
                        card.state() != LinkState.ABSENT && address(card).isPresent())
                .collect(Collectors.groupingBy(card -> address(card).orElseThrow()));
        var pairs = new HashMap<String, String>();
        for (List<Interface> same : byAddress.values()) {
            if (same.size() == 2 && arePair(same.getFirst(), same.getLast())) {
                boolean isFirst = isFunction(same.getFirst());
                Interface function = isFirst ? same.getFirst() : same.getLast();
                Interface standby = isFirst ? same.getLast() : same.getFirst();
                pairs.put(name(function), name(standby));
            }
        }
        return pairs;
    }

    /** Whether these two may have the same address, in either order. */
    public static boolean arePair(Interface one, Interface other) {
        return (isFunction(one) && isStandby(other)) || (isFunction(other) && isStandby(one));
    }

    private static boolean isFunction(Interface card) {
        return card.sriov() != null;
    }

    private static boolean isStandby(Interface card) {
        return card.bridge() != null
                && Objects.requireNonNullElse(card.model(), InterfaceModel.VIRTIO) == InterfaceModel.VIRTIO;
    }

    private static Optional<String> address(Interface card) {
        return card.ownMacAddress().map(mac -> mac.replace('-', ':').toLowerCase(Locale.ROOT));
    }

    private static String name(Interface card) {
        return Objects.requireNonNullElse(card.name(), "");
    }
}
