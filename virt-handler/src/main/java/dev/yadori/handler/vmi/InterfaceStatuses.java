package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.handler.launcher.GuestLink;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the API shows of a guest's interfaces, of what pod and domain say: the pod's first. */
final class InterfaceStatuses {
    private static final String PRIMARY = "eth0";
    static final String SOURCE = "domain";
    private static final String MULTUS = "multus-status";

    private InterfaceStatuses() {}

    static List<InterfaceStatus> of(List<GuestLink> links) {
        return links.stream()
                .sorted(Comparator.comparing(link -> !PRIMARY.equals(link.podInterface())))
                .map(InterfaceStatuses::one)
                .toList();
    }

    /** Those whose card the guest has, with the state of its link. */
    static List<InterfaceStatus> present(List<InterfaceStatus> known, Map<String, Boolean> cards) {
        return known.stream()
                .filter(one -> cards.containsKey(one.name()))
                .map(one -> new InterfaceStatus(
                        one.name(),
                        one.mac(),
                        one.ipAddress(),
                        one.ipAddresses(),
                        one.interfaceName(),
                        one.podInterfaceName(),
                        one.infoSource(),
                        one.queueCount(),
                        (Boolean.TRUE.equals(cards.get(one.name())) ? LinkState.UP : LinkState.DOWN).wire()))
                .toList();
    }

    /** With a word on those of which the pod says that Multus has made them. */
    static List<InterfaceStatus> attached(List<InterfaceStatus> all, Set<String> links) {
        return all.stream()
                .map(one -> one.podInterfaceName() != null && links.contains(one.podInterfaceName())
                        ? new InterfaceStatus(
                                one.name(),
                                one.mac(),
                                one.ipAddress(),
                                one.ipAddresses(),
                                one.interfaceName(),
                                one.podInterfaceName(),
                                one.infoSource() + ", " + MULTUS,
                                one.queueCount(),
                                one.linkState())
                        : one)
                .toList();
    }

    private static InterfaceStatus one(GuestLink link) {
        return new InterfaceStatus(
                link.name(),
                link.joint().mac(),
                link.addresses().isEmpty() ? null : link.addresses().getFirst(),
                link.addresses(),
                null,
                link.podInterface(),
                SOURCE,
                link.queues() == 0 ? null : link.queues(),
                LinkState.UP.wire());
    }
}
