package dev.yadori.handler.network;

import dev.yadori.handler.network.NetworkPlan.Step;
import dev.yadori.handler.network.NetworkPlanner.NicPlan;
import dev.yadori.handler.network.NicFacts.DhcpFacts;
import dev.yadori.handler.network.ObservedNetns.Link;
import dev.yadori.handler.network.ObservedNetns.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A guest on the pod's link at layer 2, with the pod's MAC address and its IP addresses.
 *
 * <p>The link keeps its name and its addresses, so that whoever looks into the pod finds them; as a port of the bridge it
 * no longer receives anything for them. Before anything is taken from it, it is noted in the namespace: the MAC address in
 * the link's alias, the routes in a table of their own that no rule asks for.
 */
final class BridgePlanner {

    static final String ROUTE_TABLE = "1067";

    private static final String ALIAS = "yadori.dev/pod-mac=";

    /** A kind of link that takes in what is for its own address only, port of a bridge or not: it needs the guest's. */
    private static final String FILTERS = "macvlan";

    /** The last number is followed by the interface's index. */
    private static final String BRIDGE_NETWORK = "169.254.75.0/24";

    private static final int FIRST_BRIDGE_ADDRESS = 10;

    private BridgePlanner() {}

    static NicPlan plan(NicSite site) {
        Link pod = site.podLink();
        MacAddress podMac = podMac(pod);
        Optional<IpPrefix> podAddress = pod.globalAddresses(true).stream().findFirst();
        IpPrefix server = server(site);
        BridgeRouter router = new BridgeRouter(site, podMac.companion());
        List<Step> steps = new ArrayList<>(notes(site, podMac));
        steps.addAll(site.bridge(podMac.companion()));
        if (podAddress.isPresent()) {
            steps.addAll(site.bridgeAddress(server));
        }
        steps.addAll(router.address());
        steps.addAll(LinkGuard.steps(site));
        MacAddress guest = site.nic().mac().orElse(podMac);
        boolean filters = pod.kind().equals(FILTERS);
        steps.addAll(enslave(site, filters ? guest : podMac.companion()));
        steps.addAll(dropRoutes(site));
        steps.addAll(site.tap());
        if (filters) {
            // Else the bridge would keep what is for the address of one of its ports.
            steps.add(new Step.ToTap(guest, site.names().tap()));
        }
        // The pod's address is the guest's now, and the bridge must not answer for it.
        steps.add(new Step.Sysctl("net/ipv4/conf/" + site.names().bridge() + "/arp_ignore", 1));
        steps.addAll(router.sysctls());
        steps.addAll(site.bridgeUp());
        steps.addAll(router.routes());
        Optional<DhcpFacts> dhcp = podAddress.map(
                address -> DhcpRoutes.facts(site.names().bridge(), address, server.address(), podRoutes(site, true)));
        return new NicPlan(
                steps,
                site.facts(
                        guest,
                        Stream.of(podAddress, router.guest())
                                .flatMap(Optional::stream)
                                .map(IpPrefix::address)
                                .toList(),
                        dhcp,
                        router.facts()));
    }

    /** The one that the bridge has, if it has one: an interface before it may have gone since it was made. */
    private static IpPrefix server(NicSite site) {
        IpPrefix network = IpPrefix.parse(BRIDGE_NETWORK);
        IpPrefix fresh =
                new IpPrefix(network.host(FIRST_BRIDGE_ADDRESS + site.index()).address(), 32);
        return site.observed()
                .link(site.names().bridge())
                .flatMap(bridge -> bridge.addresses().stream()
                        .filter(address -> network.contains(address.address()))
                        .findFirst())
                .orElse(fresh);
    }

    private static MacAddress podMac(Link pod) {
        return pod.alias().startsWith(ALIAS) ? MacAddress.parse(pod.alias().substring(ALIAS.length())) : pod.mac();
    }

    private static List<Step> notes(NicSite site, MacAddress podMac) {
        List<Step> steps = new ArrayList<>();
        if (!site.podLink().alias().startsWith(ALIAS)) {
            steps.add(new Step.Ip(
                    "link set dev %s alias %s%s".formatted(site.names().pod(), ALIAS, podMac)));
        }
        List<Route> noted = site.observed().routes(site.names().pod(), ROUTE_TABLE);
        for (Route route : mainRoutes(site)) {
            if (!isIn(noted, route)) {
                // Two networks may have routes to the same place, which "add" would refuse.
                steps.add(new Step.Ip("route append %s table %s%s%s"
                        .formatted(
                                text(route),
                                ROUTE_TABLE,
                                metric(route),
                                route.gateway().isPresent() ? " onlink" : "")));
            }
        }
        return steps;
    }

    private static List<Step> enslave(NicSite site, MacAddress mac) {
        Link pod = site.podLink();
        List<Step> steps = new ArrayList<>();
        if (pod.state().arp()) {
            // Whatever the pod still sent on it would tell the network that the guest's address is at this MAC.
            steps.add(new Step.Ip("link set dev %s arp off".formatted(pod.name())));
        }
        if (!pod.mac().equals(mac)) {
            steps.add(new Step.Ip("link set dev %s address %s".formatted(pod.name(), mac)));
        }
        boolean isPort = pod.state().master().equals(site.names().bridge());
        if (!isPort) {
            steps.add(new Step.Ip("link set dev %s master %s"
                    .formatted(pod.name(), site.names().bridge())));
        }
        if (!isPort || pod.state().learning()) {
            steps.add(new Step.Ip("link set dev %s type bridge_slave learning off".formatted(pod.name())));
        }
        return steps;
    }

    private static List<Step> dropRoutes(NicSite site) {
        return mainRoutes(site).stream()
                .map(route -> (Step) new Step.Ip("route del " + text(route) + metric(route)))
                .toList()
                .reversed();
    }

    /** Those on the link first: the others need them. */
    static List<Route> mainRoutes(NicSite site) {
        List<Route> routes = site.observed().routes(site.names().pod(), "main").stream()
                .filter(route -> !route.destination().address().isLinkLocal())
                .toList();
        List<Route> ordered = new ArrayList<>(
                routes.stream().filter(route -> route.gateway().isEmpty()).toList());
        routes.stream().filter(route -> route.gateway().isPresent()).forEach(ordered::add);
        return ordered;
    }

    /** The pod's routes of one IP version, wherever they stand by now. */
    static List<Route> podRoutes(NicSite site, boolean v4) {
        List<Route> routes = new ArrayList<>(site.observed().routes(site.names().pod(), ROUTE_TABLE));
        mainRoutes(site).stream().filter(route -> !isIn(routes, route)).forEach(routes::add);
        return routes.stream().filter(route -> route.destination().isV4() == v4).toList();
    }

    static boolean isIn(List<Route> routes, Route wanted) {
        return routes.stream()
                .anyMatch(route -> route.destination().equals(wanted.destination())
                        && route.gateway().equals(wanted.gateway()));
    }

    private static String text(Route route) {
        String via = route.gateway().map(gateway -> " via " + gateway).orElse("");
        return "%s%s dev %s".formatted(route.destination(), via, route.device());
    }

    static String metric(Route route) {
        return route.metric() > 0 ? " metric " + route.metric() : "";
    }
}
