package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.handler.launcher.GuestAgent.Nic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the guest's agent adds to the interfaces of a status (decision 0209). A status does not say whose an address is: each
 * life of this process finds out anew what is the pod's, and the rest is the agent's.
 */
final class AgentInterfaces {
    static final String SOURCE = "guest-agent";
    private static final int MOST_OF_GUEST_ALONE = 10;
    private static final Pattern LINK_LOCAL = Pattern.compile("fe[89ab][0-9a-f]:.*|169\\.254\\..*");

    private final List<Interface> cards;

    AgentInterfaces(@Nullable VirtualMachineInstanceSpec spec) {
        cards = spec == null ? List.of() : spec.interfaces();
    }

    /** Whether only a look at the pod can tell whose the addresses are that another life of this process has written. */
    boolean needALook(List<InterfaceStatus> written) {
        return written.stream().anyMatch(this::needsALook);
    }

    private boolean needsALook(InterfaceStatus written) {
        return written.name() != null
                && isFromAgent(written)
                && !written.ipAddresses().isEmpty()
                && !isTranslated(written)
                && !isFunction(written);
    }

    /** What has been written, without what is the agent's for certain. */
    List<InterfaceStatus> without(List<InterfaceStatus> written) {
        return written.stream()
                .filter(one -> one.name() != null)
                .map(one -> with(one, isFunction(one) ? List.of() : one.ipAddresses(), null, InterfaceStatuses.SOURCE))
                .toList();
    }

    /**
     * The agent's words as far as a status has kept them: an agent that is silent has not taken them back. A function and its
     * standby have one MAC; what was said of both is what is kept of the one with fewer addresses of the pod.
     *
     * @param known what is not the agent's of the same interfaces
     */
    static List<Nic> saidBefore(List<InterfaceStatus> written, List<InterfaceStatus> known) {
        var said = written.stream().filter(AgentInterfaces::isFromAgent).toList();
        return Stream.concat(
                        said.stream()
                                .filter(one -> one.name() != null)
                                .flatMap(one -> saidBefore(one, known))
                                .sorted(Comparator.comparingInt(
                                        nic -> -nic.addresses().size())),
                        said.stream().filter(one -> one.name() == null).map(one -> nic(one, List.of())))
                .toList();
    }

    private static Stream<Nic> saidBefore(InterfaceStatus written, List<InterfaceStatus> known) {
        return known.stream()
                .filter(one -> Objects.equals(one.name(), written.name()) && isSame(one, written.mac()))
                .map(one -> nic(written, one.ipAddresses()));
    }

    private static Nic nic(InterfaceStatus written, List<String> ofOthers) {
        return new Nic(
                Objects.requireNonNullElse(written.interfaceName(), ""),
                Objects.requireNonNullElse(written.mac(), ""),
                written.ipAddresses().stream()
                        .filter(address -> !ofOthers.contains(address))
                        .toList());
    }

    /** With what the agent says, found by MAC; interfaces that only the guest has come last, at most ten. */
    List<InterfaceStatus> merged(List<InterfaceStatus> known, List<Nic> nics) {
        var merged = new ArrayList<InterfaceStatus>();
        for (var one : known) {
            var seen = nics.stream().filter(nic -> isSame(one, nic.mac())).findFirst();
            merged.add(seen.map(
                            nic -> with(one, addresses(one, nic), nic.name(), InterfaceStatuses.SOURCE + ", " + SOURCE))
                    .orElse(one));
        }
        nics.stream()
                .filter(nic -> known.stream().noneMatch(one -> isSame(one, nic.mac())))
                .limit(MOST_OF_GUEST_ALONE)
                .map(AgentInterfaces::ofGuestAlone)
                .forEach(merged::add);
        return merged;
    }

    /**
     * The pod's first, and those of a family that the pod has none of. What a guest calls itself behind an address translation
     * nobody else can use.
     */
    private List<String> addresses(InterfaceStatus known, Nic nic) {
        var pods = known.ipAddresses();
        if (isTranslated(known)) {
            return pods;
        }
        if (pods.isEmpty()) {
            return nic.addresses();
        }
        var families = pods.stream().map(AgentInterfaces::isIpv6).collect(Collectors.toSet());
        var others = nic.addresses().stream()
                .filter(address -> !families.contains(isIpv6(address)))
                .filter(address -> !LINK_LOCAL.matcher(address).matches());
        return Stream.concat(pods.stream(), others).toList();
    }

    private static boolean isIpv6(String address) {
        return address.indexOf(':') >= 0;
    }

    private static boolean isSame(InterfaceStatus one, @Nullable String mac) {
        return mac != null && !mac.isEmpty() && mac.equalsIgnoreCase(one.mac());
    }

    private static boolean isFromAgent(InterfaceStatus written) {
        return written.infoSource() != null && written.infoSource().contains(SOURCE);
    }

    private boolean isTranslated(InterfaceStatus one) {
        return card(one)
                .filter(card -> card.bridge() == null && card.sriov() == null)
                .isPresent();
    }

    /** The pod has no addresses for it. */
    private boolean isFunction(InterfaceStatus one) {
        return card(one).filter(card -> card.sriov() != null).isPresent();
    }

    private Optional<Interface> card(InterfaceStatus one) {
        return cards.stream()
                .filter(card -> Objects.equals(card.name(), one.name()))
                .findFirst();
    }

    private static InterfaceStatus with(
            InterfaceStatus one, List<String> addresses, @Nullable String name, String source) {
        return new InterfaceStatus(
                one.name(),
                one.mac(),
                addresses.isEmpty() ? null : addresses.getFirst(),
                addresses,
                name,
                one.podInterfaceName(),
                source,
                one.queueCount(),
                one.linkState());
    }

    private static InterfaceStatus ofGuestAlone(Nic nic) {
        return new InterfaceStatus(
                null,
                nic.mac().isEmpty() ? null : nic.mac(),
                nic.addresses().isEmpty() ? null : nic.addresses().getFirst(),
                nic.addresses(),
                nic.name(),
                null,
                SOURCE,
                null,
                null);
    }
}
