package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the definitions of a guest's networks say that a pod has to ask its node for, such as functions of a network card.
 *
 * @param byNetwork name of the resource, by the name of the network in the object
 */
public record NetworkResources(Map<String, String> byNetwork) {

    /** Of a NetworkAttachmentDefinition. */
    public static final String ANNOTATION = "k8s.v1.cni.cncf.io/resourceName";

    public static final NetworkResources NONE = new NetworkResources(Map.of());

    public NetworkResources {
        byNetwork = Map.copyOf(byNetwork);
    }

    /**
     * Whether it is one of those that plugins of nodes offer. Others have no slash, and a definition must not set how much
     * memory a pod has.
     */
    public static boolean isOfPlugin(String name) {
        return name.indexOf('/') > 0;
    }

    /** The networks that Multus is to attach to the guest's pod. */
    public static List<Network> attached(VirtualMachineInstance vmi) {
        VirtualMachineInstanceSpec spec = Objects.requireNonNull(vmi.getSpec(), "spec");
        Set<String> absent = spec.interfaces().stream()
                .filter(card -> card.state() == LinkState.ABSENT)
                .map(NetworkResources::name)
                .collect(Collectors.toSet());
        return spec.networks().stream()
                .filter(network -> network.multus() != null && !absent.contains(String.valueOf(network.name())))
                .toList();
    }

    /** Why the guest cannot have what it asks for, if so: an SR-IOV interface is nothing without a function. */
    public Optional<String> missing(VirtualMachineInstance vmi) {
        VirtualMachineInstanceSpec spec = Objects.requireNonNull(vmi.getSpec(), "spec");
        List<Interface> cards = spec.interfaces();
        return IntStream.range(0, cards.size())
                .filter(i -> cards.get(i).sriov() != null && !byNetwork.containsKey(name(cards.get(i))))
                .mapToObj(i ->
                        "spec.domain.devices.interfaces[%d].sriov: the NetworkAttachmentDefinition of network %s names no resource of a device plugin in its annotation %s"
                                .formatted(i, name(cards.get(i)), ANNOTATION))
                .findFirst();
    }

    /** How much of each. */
    Map<String, Integer> counts() {
        var counts = new TreeMap<String, Integer>();
        byNetwork.values().forEach(resource -> counts.merge(resource, 1, Integer::sum));
        return counts;
    }

    private static String name(Interface card) {
        return String.valueOf(card.name());
    }
}
