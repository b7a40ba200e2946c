package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.handler.launcher.GuestAgent.Nic;
import dev.yadori.handler.launcher.GuestLink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the API shows of a guest's interfaces: the pod's first. */
final class InterfaceStatuses {
    private static final String PRIMARY = "eth0";
    private static final String SOURCE = "domain";
    private static final String AGENT = "guest-agent";
    private static final String MULTUS = "multus-status";
    private static final int MOST_OF_GUEST_ALONE = 10;

    private InterfaceStatuses() {}

    static List<InterfaceStatus> of(List<GuestLink> links) {
        return links.stream()
                .sorted(Comparator.comparing(link -> !PRIMARY.equals(link.podInterface())))
                .map(InterfaceStatuses::one)
                .toList();
    }

    /** What the agent has added to these is taken away, so that it can be added anew. */
    static List<InterfaceStatus> withoutAgent(List<InterfaceStatus> written) {
        return written.stream()
                .filter(one -> one.name() != null)
                .map(one -> new InterfaceStatus(
                        one.name(),
                        one.mac(),
                        one.ipAddress(),
                        one.ipAddresses(),
                        null,
                        one.podInterfaceName(),
                        SOURCE,
                        one.queueCount(),
                        one.linkState()))
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

    /**
     * With what the guest's agent says, found by MAC. It never overrides an address that is known from the pod; interfaces
     * that only the guest has come last, at most ten.
     */
    static List<InterfaceStatus> merged(List<InterfaceStatus> known, List<Nic> nics) {
        var merged = new ArrayList<InterfaceStatus>();
        var used = new HashSet<Nic>();
        for (var one : known) {
            var seen = nics.stream()
                    .filter(nic -> !nic.mac().isEmpty() && nic.mac().equalsIgnoreCase(one.mac()))
                    .findFirst();
            seen.ifPresent(used::add);
            merged.add(seen.map(nic -> withAgent(one, nic)).orElse(one));
        }
        nics.stream()
                .filter(nic -> !used.contains(nic) && !isKnown(known, nic))
                .limit(MOST_OF_GUEST_ALONE)
                .map(InterfaceStatuses::ofGuestAlone)
                .forEach(merged::add);
        return merged;
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

    private static boolean isKnown(List<InterfaceStatus> known, Nic nic) {
        return known.stream().anyMatch(one -> !nic.mac().isEmpty() && nic.mac().equalsIgnoreCase(one.mac()));
    }

    private static InterfaceStatus withAgent(InterfaceStatus known, Nic nic) {
        var addresses = known.ipAddresses().isEmpty() ? nic.addresses() : known.ipAddresses();
        return new InterfaceStatus(
                known.name(),
                known.mac(),
                addresses.isEmpty() ? null : addresses.getFirst(),
                addresses,
                nic.name(),
                known.podInterfaceName(),
                SOURCE + ", " + AGENT,
                known.queueCount(),
                known.linkState());
    }

    private static InterfaceStatus ofGuestAlone(Nic nic) {
        return new InterfaceStatus(
                null,
                nic.mac().isEmpty() ? null : nic.mac(),
                nic.addresses().isEmpty() ? null : nic.addresses().getFirst(),
                nic.addresses(),
                nic.name(),
                null,
                AGENT,
                null,
                null);
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
