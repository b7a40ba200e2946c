package dev.yadori.controller.vm;

import dev.yadori.crds.launcher.CardAddresses;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the cards of a guest and of its template have come apart since the guest was started. A guest that can move gets new
 * cards with its next pod, and what was unplugged may leave the template; everything else waits for a restart.
 *
 * @param started what the guest was made from
 * @param guest what its instance says by now
 * @param coming new in the template, and unknown to an instance that can move
 * @param came new in the template since the start, and the same in the instance
 */
record LaterCards(
        VirtualMachineInstanceSpec started,
        VirtualMachineInstanceSpec guest,
        VirtualMachineInstanceSpec template,
        Set<String> coming,
        Set<String> came) {
    LaterCards {
        coming = Set.copyOf(coming);
        came = Set.copyOf(came);
    }

    /** Of an instance that has a spec. */
    static LaterCards of(
            VirtualMachineInstance instance, VirtualMachineInstanceSpec started, VirtualMachineInstanceSpec template) {
        var guest = Objects.requireNonNull(instance.getSpec(), "spec");
        var known = names(started);
        var later = template.interfaces().stream()
                .filter(card -> card.bridge() != null && !known.contains(card.name()))
                .map(card -> String.valueOf(card.name()))
                .filter(name ->
                        network(template, name).filter(LaterCards::isSecondary).isPresent())
                .collect(Collectors.toSet());
        var inGuest = names(guest);
        return new LaterCards(
                started,
                guest,
                template,
                matching(later, name -> canMove(instance) && !inGuest.contains(name)),
                matching(later, name -> isSame(guest, template, name)));
    }

    boolean needRestart() {
        var still =
                narrowed(started, name -> !isUnplugged(name) || names(template).contains(name));
        var others = narrowed(template, name -> !coming.contains(name) && !came.contains(name));
        return isLeftBehind() || LiveFields.needRestart(still, others);
    }

    /** The instance as its template wants it; a card that is absent has nothing to come with. */
    VirtualMachineInstanceSpec addedTo(VirtualMachineInstanceSpec instance, String vmUid) {
        var news = narrowed(
                CardAddresses.onSecondaryNetworks(template, vmUid),
                name -> coming.contains(name) && state(template, name) != LinkState.ABSENT);
        return withCards(
                instance,
                Stream.concat(instance.interfaces().stream(), news.interfaces().stream())
                        .toList(),
                Stream.concat(instance.networks().stream(), news.networks().stream())
                        .toList());
    }

    /** Whether the guest got a card since its start that is gone from the template and was not unplugged before. */
    private boolean isLeftBehind() {
        var explained = new HashSet<>(names(started));
        explained.addAll(names(template));
        return guest.networks().stream()
                .filter(LaterCards::isSecondary)
                .map(network -> String.valueOf(network.name()))
                .anyMatch(name -> !explained.contains(name) && !isUnplugged(name));
    }

    private boolean isUnplugged(String name) {
        return state(guest, name) == LinkState.ABSENT;
    }

    private static boolean isSame(VirtualMachineInstanceSpec guest, VirtualMachineInstanceSpec template, String name) {
        var has = card(guest, name);
        var wants = card(template, name);
        return has.isPresent()
                && network(guest, name).equals(network(template, name))
                && wants.map(card -> card.ownMacAddress().isPresent()
                                ? card
                                : card.withMacAddress(has.get().macAddress()))
                        .map(card -> card.withState(has.get().state()))
                        .equals(has);
    }

    private static LinkState state(VirtualMachineInstanceSpec spec, String name) {
        return card(spec, name).map(Interface::state).orElse(LinkState.UP);
    }

    private static Optional<Interface> card(VirtualMachineInstanceSpec spec, String name) {
        return spec.interfaces().stream()
                .filter(card -> name.equals(card.name()))
                .findFirst();
    }

    private static Optional<Network> network(VirtualMachineInstanceSpec spec, String name) {
        return spec.networks().stream()
                .filter(network -> name.equals(network.name()))
                .findFirst();
    }

    /** Of cards and of networks, either of which an equal name belongs to. */
    private static Set<String> names(VirtualMachineInstanceSpec spec) {
        return Stream.concat(
                        spec.interfaces().stream().map(Interface::name),
                        spec.networks().stream().map(Network::name))
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }

    private static Set<String> matching(Set<String> names, Predicate<String> filter) {
        return names.stream().filter(filter).collect(Collectors.toSet());
    }

    private static VirtualMachineInstanceSpec narrowed(VirtualMachineInstanceSpec spec, Predicate<String> name) {
        return withCards(
                spec,
                spec.interfaces().stream()
                        .filter(card -> name.test(String.valueOf(card.name())))
                        .toList(),
                spec.networks().stream()
                        .filter(network -> name.test(String.valueOf(network.name())))
                        .toList());
    }

    private static VirtualMachineInstanceSpec withCards(
            VirtualMachineInstanceSpec spec, List<Interface> cards, List<Network> networks) {
        DomainSpec domain = spec.domain();
        Devices devices = domain == null ? null : domain.devices();
        return domain == null || devices == null
                ? spec
                : spec.withDomain(domain.withDevices(devices.withInterfaces(cards)))
                        .withNetworks(networks);
    }

    private static boolean isSecondary(Network network) {
        return network.multus() != null && !Boolean.TRUE.equals(network.multus().isDefault());
    }

    private static boolean canMove(VirtualMachineInstance instance) {
        return Stream.ofNullable(instance.getStatus())
                .flatMap(status -> status.conditions().stream())
                .anyMatch(condition ->
                        ConditionTypes.LIVE_MIGRATABLE.equals(condition.type()) && "True".equals(condition.status()));
    }
}
