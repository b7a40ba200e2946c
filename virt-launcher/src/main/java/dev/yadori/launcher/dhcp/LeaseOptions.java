package dev.yadori.launcher.dhcp;

import static java.util.function.Predicate.not;

import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.Octets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a lease has to say in options, and which of it an answer carries, the most important first. */
final class LeaseOptions {
    private static final long INFINITE = 0xffffffffL;

    private final SequencedMap<Integer, Octets> values = new LinkedHashMap<>();
    private final boolean needsRoutes;

    private LeaseOptions(boolean needsRoutes) {
        this.needsRoutes = needsRoutes;
    }

    static LeaseOptions of(Lease lease) {
        var options = new LeaseOptions(ClasslessRoutes.isRouterOffLink(lease));
        options.addNetwork(lease);
        options.addNames(lease.names());
        options.addBoot(lease.boot());
        return options;
    }

    private void addNetwork(Lease lease) {
        values.put(
                OptionCode.SUBNET_MASK, Octets.addresses(List.of(lease.address().mask())));
        var routes = ClasslessRoutes.of(lease);
        if (!routes.isEmpty()) {
            values.put(OptionCode.CLASSLESS_ROUTES, ClasslessRoutes.encode(routes));
        }
        lease.link().router().ifPresent(router -> addAddresses(OptionCode.ROUTER, List.of(router)));
        addAddresses(OptionCode.DNS_SERVERS, lease.names().servers());
        lease.link().mtu().ifPresent(mtu -> values.put(OptionCode.INTERFACE_MTU, Octets.uint16(mtu)));
        if (lease.address().prefix() < 31) {
            addAddresses(OptionCode.BROADCAST_ADDRESS, List.of(lease.address().broadcast()));
        }
    }

    private void addNames(Lease.Names names) {
        addText(OptionCode.HOST_NAME, names.hostname());
        addText(OptionCode.DOMAIN_NAME, names.domain());
        var search = DomainSearch.encode(names.search());
        if (search.length() > 0) {
            values.put(OptionCode.DOMAIN_SEARCH, search);
        }
    }

    private void addBoot(Lease.Boot boot) {
        addAddresses(OptionCode.NTP_SERVERS, boot.timeServers());
        addText(OptionCode.TFTP_SERVER_NAME, boot.tftpServer());
        addText(OptionCode.BOOT_FILE_NAME, boot.file());
        boot.privateOptions().forEach((code, text) -> addText(code, Optional.of(text)));
    }

    private void addAddresses(int code, Collection<Ipv4Address> addresses) {
        if (!addresses.isEmpty()) {
            values.put(code, Octets.addresses(addresses));
        }
    }

    private void addText(int code, Optional<String> text) {
        text.filter(not(String::isEmpty)).ifPresent(value -> values.put(code, Octets.text(value)));
    }

    /**
     * All that was asked for, in the client's order, or everything if it did not say. Routes come before the rest (RFC 3442
     * lets them replace the router), and unasked where the guest could not reach its router without them.
     */
    Stream<DhcpOption> selectedBy(Optional<Octets> requestList) {
        var asked = requestList.map(LeaseOptions::codes).orElseGet(() -> values.keySet().stream());
        var always = needsRoutes
                ? Stream.of(OptionCode.SUBNET_MASK, OptionCode.CLASSLESS_ROUTES)
                : Stream.of(OptionCode.SUBNET_MASK);
        var codes = Stream.concat(always, asked).distinct().toList();
        return Stream.concat(
                        codes.stream().filter(LeaseOptions::isForRouting),
                        codes.stream().filter(not(LeaseOptions::isForRouting)))
                .flatMap(code ->
                        Optional.ofNullable(values.get(code)).map(value -> new DhcpOption(code, value)).stream());
    }

    private static Stream<Integer> codes(Octets requestList) {
        return IntStream.range(0, requestList.length()).map(requestList::at).boxed();
    }

    private static boolean isForRouting(int code) {
        return code == OptionCode.SUBNET_MASK || code == OptionCode.CLASSLESS_ROUTES;
    }

    /** Options 51, 58 and 59, the latter two after a half and seven eighths of the time (RFC 2131 section 4.4.5). */
    static Stream<DhcpOption> times(Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        if (seconds >= INFINITE) {
            return Stream.of(new DhcpOption(OptionCode.LEASE_TIME, Octets.uint32(INFINITE)));
        }
        return Stream.of(
                new DhcpOption(OptionCode.LEASE_TIME, Octets.uint32(seconds)),
                new DhcpOption(OptionCode.RENEWAL_TIME, Octets.uint32(seconds / 2)),
                new DhcpOption(OptionCode.REBINDING_TIME, Octets.uint32(seconds - Math.ceilDiv(seconds, 8))));
    }
}
