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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Interfaces that a template has gained since its guest was started. A guest that can move gets them in its next pod; any other
 * waits for a restart.
 *
 * @param names of bridges on networks of Multus, neither of which the guest was started with
 */
record NewCards(VirtualMachineInstanceSpec template, Set<String> names) {
    NewCards {
        names = Set.copyOf(names);
    }

    static NewCards of(
            VirtualMachineInstance instance, VirtualMachineInstanceSpec started, VirtualMachineInstanceSpec template) {
        if (!canMove(instance)) {
            return new NewCards(template, Set.of());
        }
        var known = Stream.concat(
                        InterfaceStates.interfaces(started).stream().map(Interface::name),
                        started.networks().stream().map(Network::name))
                .collect(Collectors.toSet());
        var networks = template.networks().stream()
                .filter(NewCards::isSecondary)
                .map(Network::name)
                .filter(name -> !known.contains(name))
                .collect(Collectors.toSet());
        return new NewCards(
                template,
                InterfaceStates.interfaces(template).stream()
                        .filter(card -> card.bridge() != null && networks.contains(card.name()))
                        .map(card -> Objects.requireNonNull(card.name()))
                        .collect(Collectors.toSet()));
    }

    /** What of the template the guest was started with, or waits for a restart. */
    VirtualMachineInstanceSpec withoutThem() {
        return narrowed(template, name -> !names.contains(name));
    }

    /** The instance with those of them that it does not know yet; one that is absent has nothing to come. */
    VirtualMachineInstanceSpec addedTo(VirtualMachineInstanceSpec instance, String vmUid) {
        var known = InterfaceStates.interfaces(instance).stream()
                .map(Interface::name)
                .collect(Collectors.toSet());
        var absent = InterfaceStates.interfaces(template).stream()
                .filter(card -> card.state() == LinkState.ABSENT)
                .map(Interface::name)
                .collect(Collectors.toSet());
        var news = narrowed(
                CardAddresses.onSecondaryNetworks(template, vmUid),
                name -> names.contains(name) && !known.contains(name) && !absent.contains(name));
        return withCards(
                instance,
                Stream.concat(InterfaceStates.interfaces(instance).stream(), InterfaceStates.interfaces(news).stream())
                        .toList(),
                Stream.concat(instance.networks().stream(), news.networks().stream())
                        .toList());
    }

    private static VirtualMachineInstanceSpec narrowed(VirtualMachineInstanceSpec spec, Predicate<String> name) {
        return withCards(
                spec,
                InterfaceStates.interfaces(spec).stream()
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
