package dev.yadori.handler.network;

import dev.yadori.handler.network.NetworkPlan.Step;
import dev.yadori.handler.network.NetworkPlanner.NicPlan;
import dev.yadori.handler.network.NicFacts.DhcpFacts;
import dev.yadori.handler.network.NicFacts.Ipv6Facts;
import dev.yadori.handler.network.NicRequest.NicBinding.Masquerade;
import dev.yadori.handler.network.ObservedNetns.Link;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A guest on a network of its own behind the pod's addresses. */
final class MasqueradePlanner {

    /** Reserved: no guest may have it. */
    private static final MacAddress GATEWAY = MacAddress.parse("02:00:00:00:00:00");

    /** Of that MAC. Without a link-local address the kernel does not ask for the guest's MAC. */
    private static final IpPrefix GATEWAY_LINK_LOCAL = IpPrefix.parse("fe80::ff:fe00:0/64");

    private static final BigInteger FEWEST_ADDRESSES = BigInteger.valueOf(4);

    private MasqueradePlanner() {}

    static NicPlan plan(NicSite site, Masquerade binding) {
        Optional<Family> ipv4 = family(site, binding.ipv4(), "vmNetworkCIDR");
        Optional<Family> ipv6 = family(site, binding.ipv6(), "vmIPv6NetworkCIDR");
        List<Family> families = Stream.of(ipv4, ipv6).flatMap(Optional::stream).toList();
        if (families.isEmpty()) {
            throw new ImpossibleRequestException("interface %s: link %s of the pod has no address"
                    .formatted(site.nic().name(), site.names().pod()));
        }
        List<Step> steps = new ArrayList<>(site.bridge(GATEWAY));
        families.forEach(family -> steps.addAll(site.bridgeAddress(family.gateway())));
        if (ipv6.isPresent()) {
            steps.addAll(site.bridgeAddress(GATEWAY_LINK_LOCAL));
        }
        steps.addAll(site.tap());
        steps.addAll(sysctls(site, families));
        steps.addAll(site.bridgeUp());
        steps.add(new Step.Nft(NatRules.render(site.names(), families, binding)));
        return new NicPlan(steps, facts(site, families, ipv4, ipv6));
    }

    private static NicFacts facts(NicSite site, List<Family> families, Optional<Family> ipv4, Optional<Family> ipv6) {
        List<IpAddress> addresses =
                families.stream().flatMap(family -> family.pod().stream()).toList();
        MacAddress mac = site.nic().mac().orElse(site.podLink().mac());
        return site.facts(
                mac,
                addresses,
                ipv4.map(family -> new DhcpFacts(
                        site.names().bridge(),
                        family.guest(),
                        family.gateway().address(),
                        Optional.of(family.gateway().address()),
                        List.of())),
                ipv6.map(family -> new Ipv6Facts(site.names().bridge(), family.guest(), true, List.of())));
    }

    private static Optional<Family> family(NicSite site, IpPrefix network, String field) {
        List<IpAddress> pod = site.podLink().globalAddresses(network.isV4()).stream()
                .map(IpPrefix::address)
                .toList();
        if (pod.isEmpty()) {
            return Optional.empty();
        }
        if (network.size().compareTo(FEWEST_ADDRESSES) < 0) {
            throw new ImpossibleRequestException("network %s: %s %s has no room for a gateway and a guest"
                    .formatted(site.nic().name(), field, network));
        }
        if (pod.stream().anyMatch(network::contains)) {
            throw new ImpossibleRequestException("network %s: %s %s holds the pod's own address %s"
                    .formatted(site.nic().name(), field, network, pod.getFirst()));
        }
        return Optional.of(new Family(network.host(1), network.host(2), pod));
    }

    private static List<Step> sysctls(NicSite site, List<Family> families) {
        String bridge = site.names().bridge();
        List<Step> steps = new ArrayList<>();
        if (families.stream().anyMatch(Family::isV4)) {
            steps.add(new Step.Sysctl("net/ipv4/ip_forward", 1));
            steps.add(new Step.Sysctl("net/ipv4/conf/" + bridge + "/route_localnet", 1));
        }
        if (families.stream().allMatch(Family::isV4)) {
            steps.add(new Step.SysctlWherePresent("net/ipv6/conf/" + bridge + "/disable_ipv6", 1));
            return steps;
        }
        if (learnsRoutes(site)) {
            // A router does not listen to others unless it is told to.
            steps.add(new Step.Sysctl("net/ipv6/conf/" + site.names().pod() + "/accept_ra", 2));
        }
        steps.add(new Step.Sysctl("net/ipv6/conf/all/forwarding", 1));
        steps.add(new Step.Sysctl("net/ipv6/conf/" + bridge + "/accept_ra", 0));
        return steps;
    }

    private static boolean learnsRoutes(NicSite site) {
        Link pod = site.podLink();
        return site.observed().routes().stream()
                .anyMatch(route ->
                        route.device().equals(pod.name()) && route.protocol().equals("ra"));
    }

    /**
     * What one IP version needs.
     *
     * @param gateway of the bridge, with the prefix
     * @param guest the guest's, with the prefix
     * @param pod addresses of the pod
     */
    record Family(IpPrefix gateway, IpPrefix guest, List<IpAddress> pod) {
        Family {
            pod = List.copyOf(pod);
        }

        boolean isV4() {
            return gateway.isV4();
        }
    }
}
