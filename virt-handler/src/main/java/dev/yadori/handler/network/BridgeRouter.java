package dev.yadori.handler.network;

import dev.yadori.handler.network.NetworkPlan.Step;
import dev.yadori.handler.network.NicFacts.Ipv6Facts;
import dev.yadori.handler.network.ObservedNetns.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * IPv6 of a bridged guest. DHCPv6 knows no routes, and a router advertisement speaks for its sender only: so the bridge is
 * the guest's router, and has the pod's routes. What comes back goes to the guest directly. The routes of a network beside the
 * pod's are for what the guest sends there and for nothing else: they are in a table of the bridge's own.
 */
record BridgeRouter(NicSite site, MacAddress mac) {

    /**
     * The guest's address, alone on its link; on a network beside the pod's with those who are on the link as the plugin says.
     * Empty where the pod has none.
     */
    Optional<IpPrefix> guest() {
        return site.podLink().globalAddresses(false).stream()
                .findFirst()
                .map(address -> hasNeighbours(address)
                        ? address
                        : new IpPrefix(address.address(), address.address().bits()));
    }

    private boolean hasNeighbours(IpPrefix address) {
        return !site.names().equals(LinkNames.PRIMARY)
                && BridgePlanner.podRoutes(site, false).stream()
                        .anyMatch(route ->
                                route.gateway().isEmpty() && route.destination().equals(address.network()));
    }

    /** From its MAC: others on the pod's network have bridges of the same kind. */
    List<Step> address() {
        return guest().isPresent() ? site.bridgeAddress(new IpPrefix(mac.linkLocal(), 64)) : List.of();
    }

    List<Step> sysctls() {
        String bridge = "net/ipv6/conf/" + site.names().bridge();
        if (guest().isEmpty()) {
            return List.of(new Step.SysctlWherePresent(bridge + "/disable_ipv6", 1));
        }
        return List.of(new Step.Sysctl("net/ipv6/conf/all/forwarding", 1), new Step.Sysctl(bridge + "/accept_ra", 0));
    }

    /** Only for a bridge that is up. */
    List<Step> routes() {
        if (guest().isEmpty()) {
            return List.of();
        }
        String bridge = site.names().bridge();
        String table = site.names().routeTable();
        List<Route> there = site.observed().routes(bridge, table);
        List<Step> steps = new ArrayList<>();
        for (Route route : podRoutes()) {
            if (!BridgePlanner.isIn(there, route)) {
                String via = route.gateway()
                        .map(gateway ->
                                " via %s dev %s%s".formatted(gateway, bridge, isKnown(gateway) ? "" : " onlink"))
                        .orElse(" dev " + bridge);
                steps.add(new Step.Ip("route append %s%s table %s%s"
                        .formatted(route.destination(), via, table, BridgePlanner.metric(route))));
            }
        }
        if (!table.equals(LinkNames.MAIN_TABLE)) {
            steps.add(new Step.OwnTable(bridge, table));
        }
        return steps;
    }

    /** Then its word counts: of what is on the link by mere assertion the main table may say that it is on another one. */
    private boolean isKnown(IpAddress gateway) {
        return podRoutes().stream()
                .anyMatch(route ->
                        route.gateway().isEmpty() && route.destination().contains(gateway));
    }

    Optional<Ipv6Facts> facts() {
        return guest().map(address -> {
            boolean everything =
                    podRoutes().stream().anyMatch(route -> route.destination().isDefault());
            List<IpPrefix> routes = podRoutes().stream()
                    .map(Route::destination)
                    .filter(destination -> !everything && !destination.equals(address.network()))
                    .toList();
            return new Ipv6Facts(site.names().bridge(), address, everything, routes);
        });
    }

    private List<Route> podRoutes() {
        return guest().isPresent() ? BridgePlanner.podRoutes(site, false) : List.of();
    }
}
