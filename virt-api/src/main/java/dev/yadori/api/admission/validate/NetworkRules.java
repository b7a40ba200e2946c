package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.launcher.StandbyCards;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.InterfaceModel;
import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Networks and interfaces: each of one has one of the other. */
final class NetworkRules {

    /** Of the bridge in the pod; a guest that has it as well hears nothing. */
    private static final String BRIDGE_MAC = "02:00:00:00:00:00";

    private static final int MOST_IPV4_BITS = 30;
    private static final int MOST_IPV6_BITS = 126;

    private NetworkRules() {}

    static void check(SpecView view, Faults faults) {
        networks(view, faults);
        List<Interface> interfaces = view.interfaces();
        FieldPath list = view.device("interfaces");
        Texts.unique(interfaces.stream().<@Nullable String>map(Interface::name).toList(), list, faults);
        Map<String, Network> networks = view.networksByName();
        Map<String, Taken> macs = new HashMap<>();
        SlotRules slots = new SlotRules(faults);
        for (int i = 0; i < interfaces.size(); i++) {
            Interface card = interfaces.get(i);
            FieldPath at = list.index(i);
            Network network = networks.get(String.valueOf(card.name()));
            Texts.networkName(card.name(), at.field("name"), faults);
            if (network == null) {
                faults.invalid(at.field("name"), "no network is named '" + card.name() + "'");
            } else {
                binding(view, card, network, at, faults);
            }
            if (card.model() == InterfaceModel.UNRECOGNIZED) {
                faults.invalid(at.field("model"), "is not a model of a card");
            }
            slots.check(card, at);
            mac(card, at.field("macAddress"), macs, faults);
            PortRules.check(card.ports(), at.field("ports"), faults);
            PortRules.ranges(view, card, at.field("portRanges"), faults);
            DhcpRules.check(card.dhcpOptions(), at.field("dhcpOptions"), faults);
        }
    }

    private static void networks(SpecView view, Faults faults) {
        List<Network> networks = view.spec().networks();
        FieldPath list = view.at("networks");
        Texts.unique(networks.stream().<@Nullable String>map(Network::name).toList(), list, faults);
        Set<String> connected = view.interfaces().stream()
                .map(card -> String.valueOf(card.name()))
                .collect(Collectors.toSet());
        MultusRules multus = new MultusRules(faults);
        int podNetworks = 0;
        for (int i = 0; i < networks.size(); i++) {
            Network network = networks.get(i);
            FieldPath at = list.index(i);
            Texts.networkName(network.name(), at.field("name"), faults);
            if (!connected.contains(String.valueOf(network.name()))) {
                faults.invalid(at.field("name"), "no interface is named '" + network.name() + "'");
            }
            if (network.pod() != null) {
                podNetworks++;
                podNetwork(network.pod(), at.field("pod"), faults);
                if (podNetworks > 1) {
                    faults.duplicate(at.field("pod"), "only one pod network is possible");
                }
            }
            if (network.multus() != null) {
                multus.check(network.multus(), at.field("multus"));
            }
        }
        multus.beside(podNetworks > 0);
    }

    private static void podNetwork(Network.PodNetwork pod, FieldPath at, Faults faults) {
        String four = pod.vmNetworkCIDR();
        if (four != null && !four.isEmpty() && !Cidr.isIpv4(four, MOST_IPV4_BITS)) {
            faults.invalid(
                    at.field("vmNetworkCIDR"),
                    "must be an IPv4 network with two addresses or more, such as 10.0.2.0/24, is '" + four + "'");
        }
        String six = pod.vmIPv6NetworkCIDR();
        if (six != null && !six.isEmpty() && !Cidr.isIpv6(six, MOST_IPV6_BITS)) {
            faults.invalid(
                    at.field("vmIPv6NetworkCIDR"),
                    "must be an IPv6 network with two addresses or more, such as fd10:0:2::/120, is '" + six + "'");
        }
    }

    private static void binding(SpecView view, Interface card, Network network, FieldPath at, Faults faults) {
        List<String> bindings = bindings(card);
        if (bindings.isEmpty()) {
            faults.required(at, "must have a binding: masquerade, bridge or sriov");
        } else if (bindings.size() > 1) {
            faults.invalid(at, "must have one binding, has " + String.join(" and ", bindings));
        }
        state(card, network, at.field("state"), faults);
        sriov(card, network, at, faults);
        boolean podNetwork = network.pod() != null;
        if (card.masquerade() != null && !podNetwork) {
            faults.invalid(at.field("masquerade"), "is possible only on the pod network");
        }
        if (card.bridge() != null && podNetwork && !view.config().networking().bridgeOnPodNetwork()) {
            faults.forbidden(at.field("bridge"), "is not allowed on the pod network in this cluster; use masquerade");
        }
    }

    /** A function of the node's network card: it comes with a network of its own, and its link is the cable's. */
    private static void sriov(Interface card, Network network, FieldPath at, Faults faults) {
        if (card.sriov() == null) {
            return;
        }
        Network.MultusNetwork multus = network.multus();
        if (multus == null || Boolean.TRUE.equals(multus.isDefault())) {
            faults.invalid(at.field("sriov"), "is possible only on a network of Multus that is not the default");
        }
        if (card.state() == LinkState.DOWN) {
            faults.invalid(at.field("state"), "down is not possible with sriov");
        }
    }

    /** Only what is joined to a network of its own can be pulled out of a guest and its pod. */
    private static void state(Interface card, Network network, FieldPath at, Faults faults) {
        Network.MultusNetwork multus = network.multus();
        if (card.state() == LinkState.UNRECOGNIZED) {
            faults.invalid(at, "must be up, down or absent");
        } else if (card.state() == LinkState.ABSENT
                && (card.bridge() == null || multus == null || Boolean.TRUE.equals(multus.isDefault()))) {
            faults.invalid(at, "absent is possible only for a bridge on a network of Multus that is not the default");
        }
    }

    private static List<String> bindings(Interface card) {
        List<String> bindings = new ArrayList<>();
        add(bindings, "masquerade", card.masquerade());
        add(bindings, "bridge", card.bridge());
        add(bindings, "sriov", card.sriov());
        add(bindings, "passtBinding", card.passtBinding());
        add(bindings, "binding", card.binding());
        add(bindings, "slirp", card.slirp());
        add(bindings, "macvtap", card.macvtap());
        add(bindings, "passt", card.passt());
        return bindings;
    }

    private static void add(List<String> bindings, String name, @Nullable Object given) {
        if (given != null) {
            bindings.add(name);
        }
    }

    /**
     * An address, and the card that has it.
     *
     * @param card null where two have it, so that nobody else may
     */
    private record Taken(FieldPath at, @Nullable Interface card) {}

    private static void mac(Interface card, FieldPath at, Map<String, Taken> taken, Faults faults) {
        String text = card.macAddress();
        if (text == null || text.isEmpty()) {
            return;
        }
        String mac = text.replace('-', ':').toLowerCase(Locale.ROOT);
        if (!mac.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
            faults.invalid(at, "must be a MAC address such as 02:12:34:56:78:9a, is '" + text + "'");
            return;
        }
        if (mac.equals(BRIDGE_MAC)) {
            faults.invalid(at, BRIDGE_MAC + " is reserved for the bridge in the pod");
        } else if ((Integer.parseInt(mac.substring(0, 2), 16) & 1) != 0) {
            faults.invalid(at, "must not be a multicast address, is '" + text + "'");
        } else if (mac.equals("00:00:00:00:00:00")) {
            faults.invalid(at, "must not be zero");
        }
        Taken first = taken.putIfAbsent(mac, new Taken(at, card));
        if (first == null) {
            return;
        }
        if (first.card() != null && StandbyCards.arePair(first.card(), card)) {
            taken.put(mac, new Taken(first.at(), null));
        } else {
            faults.duplicate(at, text + " is taken by " + first.at());
        }
    }
}
