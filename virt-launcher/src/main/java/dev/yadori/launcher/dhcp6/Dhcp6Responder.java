package dev.yadori.launcher.dhcp6;

import static java.util.function.Predicate.not;

import dev.yadori.launcher.net.DomainName;
import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.Octets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What RFC 8415 section 18.3 has a server say that knows one lease and one client. */
public final class Dhcp6Responder {
    /** DUID-LL of the gateway's reserved address: the same wherever the guest runs, so that a lease outlives a migration. */
    static final Octets SERVER = Octets.of(new byte[] {0, 3, 0, 1, 2, 0, 0, 0, 0, 0});

    /** What every link of IPv6 carries, less the headers of IPv6 and UDP. */
    private static final int LARGEST_REPLY = 1280 - 40 - 8;

    private static final int ROOM_FOR_NAMES = 768;

    private Dhcp6Responder() {}

    /** Empty where silence is the answer: a message for another server, one that a client must not send, nonsense. */
    public static Optional<Dhcp6Message> answer(Lease6 lease, Dhcp6Message message) {
        return switch (message.type()) {
            case SOLICIT -> addressed(message, false).map(ok -> solicited(lease, ok));
            case REQUEST -> addressed(message, true).map(ok -> bound(lease, ok, Dhcp6Responder::requested));
            case RENEW -> addressed(message, true).map(ok -> bound(lease, ok, Dhcp6Responder::extended));
            case REBIND -> addressed(message, false).map(ok -> bound(lease, ok, Dhcp6Responder::extended));
            case CONFIRM -> addressed(message, false).flatMap(ok -> confirmed(lease, ok));
            // The address stays the guest's, whatever it says of it.
            case RELEASE, DECLINE -> addressed(message, true).map(ok -> done(lease, ok));
            case INFORMATION_REQUEST ->
                Optional.of(message).filter(Dhcp6Responder::asksForInformation).map(ok -> reply(lease, ok, List.of()));
            case ADVERTISE, REPLY, RECONFIGURE -> Optional.empty();
        };
    }

    /** Whether the reply may go there: only ever to the guest on this link. */
    public static boolean isOnLink(Lease6 lease, Ipv6Address source) {
        return source.isLinkLocal() || source.equals(lease.address());
    }

    /** Of a client that names itself, and this server just where it has to (RFC 8415 section 16). */
    private static Optional<Dhcp6Message> addressed(Dhcp6Message message, boolean toServer) {
        var server = message.options().find(OptionCode6.SERVER_IDENTIFIER);
        boolean right = toServer ? server.filter(SERVER::equals).isPresent() : server.isEmpty();
        return Optional.of(message).filter(one -> right && one.options().has(OptionCode6.CLIENT_IDENTIFIER));
    }

    private static boolean asksForInformation(Dhcp6Message message) {
        return Association.of(message.options()).isEmpty()
                && message.options()
                        .find(OptionCode6.SERVER_IDENTIFIER)
                        .filter(not(SERVER::equals))
                        .isEmpty();
    }

    private static Dhcp6Message solicited(Lease6 lease, Dhcp6Message message) {
        boolean rapid = message.options().has(OptionCode6.RAPID_COMMIT);
        var options = associations(lease, message, Dhcp6Responder::offered);
        if (rapid) {
            options.addFirst(new Dhcp6Option(OptionCode6.RAPID_COMMIT, Octets.of(new byte[0])));
        }
        return message(rapid ? Dhcp6MessageType.REPLY : Dhcp6MessageType.ADVERTISE, lease, message, options);
    }

    /** How one association for addresses is answered. */
    @FunctionalInterface
    private interface Grant {
        Dhcp6Option of(Lease6 lease, Association association);
    }

    private static Dhcp6Message bound(Lease6 lease, Dhcp6Message message, Grant grant) {
        return reply(lease, message, associations(lease, message, grant));
    }

    /** Only the first association for addresses gets one: there is one. */
    private static List<Dhcp6Option> associations(Lease6 lease, Dhcp6Message message, Grant grant) {
        var answers = new ArrayList<Dhcp6Option>();
        boolean granted = false;
        for (var association : Association.of(message.options())) {
            if (association.isForAddresses() && !granted) {
                answers.add(grant.of(lease, association));
                granted = true;
            } else {
                answers.add(association.refused(
                        association.code() == OptionCode6.PREFIXES ? StatusCode.NO_PREFIXES : StatusCode.NO_ADDRESSES));
            }
        }
        return answers;
    }

    private static Dhcp6Option offered(Lease6 lease, Association association) {
        return association.granted(lease.address(), times(lease), List.of());
    }

    private static Dhcp6Option requested(Lease6 lease, Association association) {
        var wanted = association.addresses();
        return wanted.isEmpty() || wanted.contains(lease.address())
                ? extended(lease, association)
                : association.refused(StatusCode.NOT_ON_LINK);
    }

    private static Dhcp6Option extended(Lease6 lease, Association association) {
        var foreign = association.addresses().stream()
                .filter(not(lease.address()::equals))
                .distinct()
                .limit(8)
                .toList();
        return association.granted(lease.address(), times(lease), foreign);
    }

    private static Association.Times times(Lease6 lease) {
        return Association.Times.of(lease.duration().toSeconds());
    }

    private static Optional<Dhcp6Message> confirmed(Lease6 lease, Dhcp6Message message) {
        var held = Association.of(message.options()).stream()
                .flatMap(association -> association.addresses().stream())
                .toList();
        if (held.isEmpty()) {
            return Optional.empty();
        }
        var status = held.stream().allMatch(lease.address()::equals) ? StatusCode.SUCCESS : StatusCode.NOT_ON_LINK;
        return Optional.of(reply(lease, message, List.of(status.option())));
    }

    private static Dhcp6Message done(Lease6 lease, Dhcp6Message message) {
        return reply(lease, message, List.of(StatusCode.SUCCESS.option()));
    }

    private static Dhcp6Message reply(Lease6 lease, Dhcp6Message message, List<Dhcp6Option> specific) {
        return message(Dhcp6MessageType.REPLY, lease, message, specific);
    }

    private static Dhcp6Message message(
            Dhcp6MessageType type, Lease6 lease, Dhcp6Message message, List<Dhcp6Option> specific) {
        var client = message.options().find(OptionCode6.CLIENT_IDENTIFIER).stream()
                .map(value -> new Dhcp6Option(OptionCode6.CLIENT_IDENTIFIER, value));
        var options = Stream.of(
                        Stream.of(new Dhcp6Option(OptionCode6.SERVER_IDENTIFIER, SERVER)),
                        client,
                        specific.stream(),
                        names(lease, message))
                .flatMap(part -> part)
                .toList();
        return new Dhcp6Message(
                type,
                message.transactionId(),
                new Dhcp6Options(options).fitting(LARGEST_REPLY - Dhcp6Codec.optionsOffset()));
    }

    /** What was asked for, in the client's order, or everything if it did not say. */
    private static Stream<Dhcp6Option> names(Lease6 lease, Dhcp6Message message) {
        Map<Integer, Octets> known = new LinkedHashMap<>();
        known.put(OptionCode6.DNS_SERVERS, Octets.addresses6(lease.names().servers()));
        known.put(OptionCode6.DOMAIN_SEARCH, DomainName.wire(lease.names().search(), ROOM_FOR_NAMES));
        var asked = message.options()
                .find(OptionCode6.OPTION_REQUEST)
                .map(codes -> IntStream.range(0, codes.length() / 2).mapToObj(i -> codes.uint16At(2 * i)))
                .orElseGet(() -> known.keySet().stream());
        return asked.distinct()
                .flatMap(code -> Optional.ofNullable(known.get(code))
                        .filter(value -> value.length() > 0)
                        .map(value -> new Dhcp6Option(code, value))
                        .stream());
    }
}
