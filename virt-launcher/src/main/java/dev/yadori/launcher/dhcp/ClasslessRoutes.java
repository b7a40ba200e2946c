package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.Ipv4Network;
import dev.yadori.launcher.net.Octets;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Option 121 (RFC 3442). A client that takes it ignores option 3, so it always holds the default route too, last; and a
 * router outside the guest's own network is preceded by a route that puts it on the link.
 */
final class ClasslessRoutes {
    private static final Ipv4Network EVERYTHING = new Ipv4Network(Ipv4Address.UNSPECIFIED, 0);

    private ClasslessRoutes() {}

    /** Empty where a router option alone says all there is to say. */
    static List<Lease.Route> of(Lease lease) {
        if (lease.link().routes().isEmpty() && !isRouterOffLink(lease)) {
            return List.of();
        }
        var routes = new ArrayList<Lease.Route>();
        if (isRouterOffLink(lease)) {
            routes.add(
                    new Lease.Route(new Ipv4Network(lease.link().router().orElseThrow(), 32), Ipv4Address.UNSPECIFIED));
        }
        routes.addAll(lease.link().routes());
        lease.link().router().ifPresent(router -> routes.add(new Lease.Route(EVERYTHING, router)));
        return routes;
    }

    static boolean isRouterOffLink(Lease lease) {
        return lease.link()
                .router()
                .filter(router -> !lease.address().contains(router))
                .isPresent();
    }

    static Octets encode(List<Lease.Route> routes) {
        var bytes = new ByteArrayOutputStream();
        for (var route : routes) {
            int prefix = route.destination().prefix();
            var destination = new Ipv4Address(route.destination().address().bits()
                    & route.destination().mask().bits());
            bytes.write(prefix);
            bytes.writeBytes(Octets.addresses(List.of(destination))
                    .slice(0, Math.ceilDiv(prefix, 8))
                    .toByteArray());
            bytes.writeBytes(Octets.addresses(List.of(route.gateway())).toByteArray());
        }
        return Octets.of(bytes.toByteArray());
    }
}
