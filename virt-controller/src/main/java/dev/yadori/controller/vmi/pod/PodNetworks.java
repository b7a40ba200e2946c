package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Multus reads: the networks of a guest beside the one every pod has. */
final class PodNetworks {

    private static final String SECONDARY = "k8s.v1.cni.cncf.io/networks";
    private static final String DEFAULT = "v1.multus-cni.io/default-network";

    private PodNetworks() {}

    static Map<String, String> annotations(String namespace, VirtualMachineInstanceSpec spec) {
        var annotations = new TreeMap<String, String>();
        List<String> secondary = spec.networks().stream()
                .filter(network -> isSecondary(network) && !isAbsent(spec, network))
                .map(network -> selection(namespace, network, mac(spec, network)))
                .toList();
        if (!secondary.isEmpty()) {
            annotations.put(SECONDARY, "[" + String.join(",", secondary) + "]");
        }
        spec.networks().stream()
                .map(Network::multus)
                .flatMap(Stream::ofNullable)
                .filter(multus -> Boolean.TRUE.equals(multus.isDefault()))
                .findFirst()
                .ifPresent(multus -> annotations.put(DEFAULT, String.join("/", definition(namespace, multus))));
        return annotations;
    }

    private static boolean isAbsent(VirtualMachineInstanceSpec spec, Network network) {
        return card(spec, network)
                .filter(card -> card.state() == LinkState.ABSENT)
                .isPresent();
    }

    private static boolean isSecondary(Network network) {
        return network.multus() != null && !Boolean.TRUE.equals(network.multus().isDefault());
    }

    /** One entry of Multus's list. All values are names or a MAC address, which need no escapes in JSON. */
    private static String selection(String namespace, Network network, @Nullable String mac) {
        List<String> definition = definition(namespace, Objects.requireNonNull(network.multus(), "networks.multus"));
        var fields = new TreeMap<String, String>();
        fields.put("namespace", definition.getFirst());
        fields.put("name", definition.getLast());
        fields.put("interface", LauncherNames.podInterface(Objects.requireNonNull(network.name(), "networks.name")));
        if (mac != null) {
            fields.put("mac", mac);
        }
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":\"" + field.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static List<String> definition(String namespace, Network.MultusNetwork multus) {
        String name = Objects.requireNonNull(multus.networkName(), "multus.networkName");
        int slash = name.indexOf('/');
        return slash < 0 ? List.of(namespace, name) : List.of(name.substring(0, slash), name.substring(slash + 1));
    }

    private static @Nullable String mac(VirtualMachineInstanceSpec spec, Network network) {
        return card(spec, network).<@Nullable String>map(Interface::macAddress).orElse(null);
    }

    private static Optional<Interface> card(VirtualMachineInstanceSpec spec, Network network) {
        return Stream.ofNullable(spec.domain())
                .map(DomainSpec::devices)
                .flatMap(Stream::ofNullable)
                .flatMap(devices -> devices.interfaces().stream())
                .filter(candidate -> Objects.equals(candidate.name(), network.name()))
                .findFirst();
    }
}
