package dev.yadori.handler.network;

import dev.yadori.handler.network.NetworkPlan.Step;
import dev.yadori.handler.network.ObservedNetns.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One interface, the link of the pod that it is to be joined to, and what is there of the rest.
 *
 * @param index place among the guest's interfaces, from 0
 * @param owner user and group of the tap
 */
record NicSite(NicRequest nic, int index, long owner, Link podLink, ObservedNetns observed) {

    static NicSite of(NicRequest nic, int index, long owner, ObservedNetns observed) {
        Link podLink = observed.link(nic.links().pod())
                .orElseThrow(() -> new ImpossibleRequestException("interface %s: the pod has no link %s"
                        .formatted(nic.name(), nic.links().pod())));
        return new NicSite(nic, index, owner, podLink, observed);
    }

    LinkNames names() {
        return nic.links();
    }

    /** The bridge, down if it has to be made; gives it no port and no address. */
    List<Step> bridge(MacAddress mac) {
        List<Step> steps = new ArrayList<>();
        Optional<Link> bridge = observed.link(names().bridge());
        if (bridge.isEmpty()) {
            steps.add(new Step.Ip(
                    "link add name %s address %s mtu %d type bridge".formatted(names().bridge(), mac, podLink.mtu())));
        }
        if (bridge.isEmpty() || !bridge.get().state().up()) {
            steps.add(new Step.Ip("link set dev %s addrgenmode none".formatted(names().bridge())));
        }
        return steps;
    }

    List<Step> bridgeAddress(IpPrefix address) {
        if (observed.link(names().bridge()).filter(link -> link.has(address)).isPresent()) {
            return List.of();
        }
        return List.of(new Step.Ip(
                "addr add %s dev %s%s".formatted(address, names().bridge(), address.isV4() ? "" : " nodad")));
    }

    /** What has to be the last: from then on the bridge passes frames and answers. */
    List<Step> bridgeUp() {
        if (observed.link(names().bridge()).filter(link -> link.state().up()).isPresent()) {
            return List.of();
        }
        return List.of(new Step.Ip("link set dev %s up".formatted(names().bridge())));
    }

    /** The tap as a port of the bridge, up. */
    List<Step> tap() {
        String name = names().tap();
        Optional<Link> tap = observed.link(name);
        List<Step> steps = new ArrayList<>();
        if (tap.isEmpty()) {
            steps.add(new Step.Ip("tuntap add dev %s mode tap user %d group %d%s"
                    .formatted(name, owner, owner, nic.queues() > 1 ? " multi_queue" : "")));
        }
        boolean isUp = tap.filter(link -> link.state().up()).isPresent();
        if (!isUp) {
            steps.add(new Step.Ip("link set dev %s addrgenmode none".formatted(name)));
        }
        if (tap.filter(link -> link.mtu() == podLink.mtu()).isEmpty()) {
            steps.add(new Step.Ip("link set dev %s mtu %d".formatted(name, podLink.mtu())));
        }
        if (tap.filter(link -> link.state().master().equals(names().bridge())).isEmpty()) {
            steps.add(new Step.Ip("link set dev %s master %s".formatted(name, names().bridge())));
        }
        if (!isUp) {
            steps.add(new Step.Ip("link set dev %s up".formatted(name)));
        }
        return steps;
    }

    NicFacts facts(
            MacAddress mac,
            List<IpAddress> addresses,
            Optional<NicFacts.DhcpFacts> dhcp,
            Optional<NicFacts.Ipv6Facts> ipv6) {
        return new NicFacts(
                nic.name(), names(), mac, new NicFacts.LinkShape(podLink.mtu(), nic.queues()), addresses, dhcp, ipv6);
    }
}
