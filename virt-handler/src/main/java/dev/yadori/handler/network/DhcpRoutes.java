package dev.yadori.handler.network;

import dev.yadori.handler.network.NicFacts.DhcpFacts;
import dev.yadori.handler.network.NicFacts.DhcpRoute;
import dev.yadori.handler.network.ObservedNetns.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a guest that takes over the pod's address has to be told, so that it reaches what the pod reached. */
final class DhcpRoutes {

    private DhcpRoutes() {}

    static DhcpFacts facts(String device, IpPrefix address, IpAddress server, List<Route> podRoutes) {
        Optional<IpAddress> router = podRoutes.stream()
                .filter(route -> route.destination().isDefault())
                .map(Route::gateway)
                .flatMap(Optional::stream)
                .findFirst();
        List<DhcpRoute> routes = new ArrayList<>(podRoutes.stream()
                .filter(route -> !route.destination().isDefault())
                .flatMap(route -> routes(route, address))
                .toList());
        // A client takes them in this order, and a gateway has to be on the link before a route through it is.
        routes.sort(Comparator.comparing(route -> route.gateway().isPresent()));
        return new DhcpFacts(device, address, server, router, routes);
    }

    /**
     * A network plugin that joins pods point to point routes the pod's own network through its gateway. A client takes
     * that network for its link, whatever route it is told for it; two halves of it are more specific and win.
     */
    private static Stream<DhcpRoute> routes(Route route, IpPrefix address) {
        if (!route.destination().network().equals(address.network())) {
            return Stream.of(new DhcpRoute(route.destination(), route.gateway()));
        }
        if (route.gateway().isEmpty()) {
            return Stream.empty();
        }
        return address.halves().stream().map(half -> new DhcpRoute(half, route.gateway()));
    }
}
