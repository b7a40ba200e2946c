package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.handler.launcher.GuestLink;
import java.util.Comparator;
import java.util.List;

/** What the API shows of a guest's interfaces: the pod's first. Names inside the guest are for its agent to say. */
final class InterfaceStatuses {
    private static final String PRIMARY = "eth0";
    private static final String SOURCE = "domain";

    private InterfaceStatuses() {}

    static List<InterfaceStatus> of(List<GuestLink> links) {
        return links.stream()
                .sorted(Comparator.comparing(link -> !PRIMARY.equals(link.podInterface())))
                .map(InterfaceStatuses::one)
                .toList();
    }

    private static InterfaceStatus one(GuestLink link) {
        return new InterfaceStatus(
                link.name(),
                link.link().mac(),
                link.addresses().isEmpty() ? null : link.addresses().getFirst(),
                link.addresses(),
                null,
                link.podInterface(),
                SOURCE,
                link.queues(),
                LinkState.UP.wire());
    }
}
