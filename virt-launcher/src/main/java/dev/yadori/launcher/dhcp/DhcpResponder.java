package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.Octets;
import java.util.Optional;
import java.util.stream.Stream;

/** What RFC 2131 section 4.3 has a server say that knows one lease and one client. */
public final class DhcpResponder {
    /** What every client accepts, headers of IP and UDP included (RFC 2131 section 2). */
    private static final int SMALLEST_DATAGRAM = 576;

    private static final int IP_AND_UDP_HEADERS = 28;

    private DhcpResponder() {}

    /** Empty where silence is the answer: another client's message, one for another server, nonsense. */
    public static Optional<DhcpMessage> answer(Lease lease, DhcpMessage message) {
        if (!message.hardware().equals(lease.guest())
                || message.op() != DhcpMessage.Op.REQUEST
                || !message.addresses().relay().isUnspecified()) {
            return Optional.empty();
        }
        return switch (message.type()) {
            case DISCOVER -> Optional.of(grant(DhcpMessageType.OFFER, lease, message));
            case REQUEST -> answerRequest(lease, message);
            case INFORM -> Optional.of(inform(lease, message));
            case RELEASE, DECLINE, OFFER, ACK, NAK -> Optional.empty();
        };
    }

    /**
     * The address to which a reply goes, empty for the link's broadcast address. Only ever the guest's own: what it writes into
     * ciaddr must not make us send elsewhere. A client without an address is answered by broadcast, which RFC 2131 section 4.1
     * allows and which needs no raw socket.
     */
    public static Optional<Ipv4Address> unicastTarget(Lease lease, DhcpMessage reply) {
        return Optional.of(reply.addresses().client())
                .filter(address -> address.equals(lease.address().address()))
                .filter(address -> !reply.broadcast() && reply.type() != DhcpMessageType.NAK);
    }

    private static Optional<DhcpMessage> answerRequest(Lease lease, DhcpMessage message) {
        var server = message.options().find(OptionCode.SERVER_IDENTIFIER).map(value -> address(value));
        if (server.isPresent() && !server.get().equals(lease.server())) {
            return Optional.empty();
        }
        return message.options()
                .find(OptionCode.REQUESTED_ADDRESS)
                .map(DhcpResponder::address)
                .or(() -> Optional.of(message.addresses().client()).filter(address -> !address.isUnspecified()))
                .map(address -> address.equals(lease.address().address())
                        ? grant(DhcpMessageType.ACK, lease, message)
                        : refuse(lease, message));
    }

    private static Ipv4Address address(Octets value) {
        return new Ipv4Address(value.int32At(0));
    }

    private static DhcpMessage grant(DhcpMessageType type, Lease lease, DhcpMessage message) {
        var client = type == DhcpMessageType.OFFER
                ? Ipv4Address.UNSPECIFIED
                : message.addresses().client();
        var addresses =
                BootpAddresses.NONE.withClient(client).withYours(lease.address().address());
        return reply(
                type,
                message,
                addresses,
                Stream.concat(
                        Stream.concat(serverIdentifier(lease), LeaseOptions.times(lease.duration())),
                        details(lease, message)));
    }

    private static DhcpMessage inform(Lease lease, DhcpMessage message) {
        var addresses = BootpAddresses.NONE.withClient(message.addresses().client());
        return reply(
                DhcpMessageType.ACK,
                message,
                addresses,
                Stream.concat(serverIdentifier(lease), details(lease, message)));
    }

    private static DhcpMessage refuse(Lease lease, DhcpMessage message) {
        var why = Stream.of(new DhcpOption(OptionCode.MESSAGE, Octets.text("not the address of this guest")));
        return reply(
                DhcpMessageType.NAK,
                message,
                BootpAddresses.NONE,
                Stream.of(serverIdentifier(lease), clientIdentifier(message), why)
                        .flatMap(options -> options));
    }

    private static Stream<DhcpOption> details(Lease lease, DhcpMessage message) {
        return Stream.concat(
                clientIdentifier(message),
                LeaseOptions.of(lease).selectedBy(message.options().find(OptionCode.PARAMETER_REQUEST_LIST)));
    }

    private static Stream<DhcpOption> serverIdentifier(Lease lease) {
        return Stream.of(new DhcpOption(
                OptionCode.SERVER_IDENTIFIER, Octets.uint32(lease.server().bits())));
    }

    /** Given back as it came (RFC 6842). */
    private static Stream<DhcpOption> clientIdentifier(DhcpMessage message) {
        return message
                .options()
                .find(OptionCode.CLIENT_IDENTIFIER)
                .map(value -> new DhcpOption(OptionCode.CLIENT_IDENTIFIER, value))
                .stream();
    }

    private static DhcpMessage reply(
            DhcpMessageType type, DhcpMessage message, BootpAddresses addresses, Stream<DhcpOption> options) {
        return new DhcpMessage(
                DhcpMessage.Op.REPLY,
                type,
                message.transactionId(),
                0,
                message.broadcast(),
                addresses,
                message.hardware(),
                new DhcpOptions(options.toList()).fitting(largestReply(message) - DhcpCodec.optionsOffset()));
    }

    private static int largestReply(DhcpMessage message) {
        int accepted = message.options()
                .find(OptionCode.MAXIMUM_MESSAGE_SIZE)
                .map(value -> value.uint16At(0))
                .orElse(SMALLEST_DATAGRAM);
        return Math.clamp(accepted, SMALLEST_DATAGRAM, DhcpCodec.LARGEST_PACKET) - IP_AND_UDP_HEADERS;
    }
}
