package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.dhcp.DhcpDecoding.Decoded;
import dev.yadori.launcher.dhcp.DhcpDecoding.Refused;
import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.MacAddress;
import dev.yadori.launcher.net.Octets;
import java.nio.ByteBuffer;
import java.util.Optional;

/** DHCP messages as bytes and back (RFC 2131 section 2). Decoding is total: any bytes give a message or a refusal. */
public final class DhcpCodec {
    /** More than an Ethernet frame carries does not come from a DHCP client. */
    public static final int LARGEST_PACKET = 1500;

    static final int HEADER = 236;
    static final int OPTIONS = HEADER + 4;
    /** Some clients drop what is smaller than a BOOTP message (RFC 1542 section 2.1). */
    static final int SMALLEST_PACKET = 300;

    private static final int MAGIC_COOKIE = 0x63825363;
    private static final int ETHERNET = 1;
    private static final int BROADCAST_FLAG = 0x8000;
    private static final int CHADDR = 28;
    private static final int SNAME = 44;
    private static final int FILE = 108;

    private DhcpCodec() {}

    public static DhcpDecoding decode(ByteBuffer packet) {
        if (packet.remaining() > LARGEST_PACKET) {
            return new Refused(Refusal.TOO_LONG);
        }
        var octets = Octets.from(packet);
        var refusal = refuseHeader(octets);
        return refusal.isPresent() ? new Refused(refusal.get()) : decodeBody(octets);
    }

    private static Optional<Refusal> refuseHeader(Octets packet) {
        if (packet.length() < OPTIONS) {
            return Optional.of(Refusal.TOO_SHORT);
        }
        if (packet.at(0) != DhcpMessage.Op.REQUEST.code() && packet.at(0) != DhcpMessage.Op.REPLY.code()) {
            return Optional.of(Refusal.UNKNOWN_OPERATION);
        }
        if (packet.at(1) != ETHERNET || packet.at(2) != 6) {
            return Optional.of(Refusal.NOT_ETHERNET);
        }
        return packet.int32At(HEADER) == MAGIC_COOKIE ? Optional.empty() : Optional.of(Refusal.NO_MAGIC_COOKIE);
    }

    private static DhcpDecoding decodeBody(Octets packet) {
        var reader = new OptionsReader();
        var refusal = reader.read(
                packet.slice(OPTIONS, packet.length()), packet.slice(FILE, HEADER), packet.slice(SNAME, FILE));
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        var typeOption = reader.value(OptionCode.MESSAGE_TYPE);
        if (typeOption.isEmpty()) {
            return new Refused(Refusal.NO_MESSAGE_TYPE);
        }
        return typeOption
                .filter(value -> value.length() == 1)
                .flatMap(value -> DhcpMessageType.ofCode(value.at(0)))
                .<DhcpDecoding>map(type -> new Decoded(message(packet, type, reader.options())))
                .orElseGet(() -> new Refused(Refusal.BAD_MESSAGE_TYPE));
    }

    private static DhcpMessage message(Octets packet, DhcpMessageType type, DhcpOptions options) {
        return new DhcpMessage(
                packet.at(0) == DhcpMessage.Op.REQUEST.code() ? DhcpMessage.Op.REQUEST : DhcpMessage.Op.REPLY,
                type,
                packet.int32At(4),
                packet.uint16At(8),
                (packet.uint16At(10) & BROADCAST_FLAG) != 0,
                new BootpAddresses(address(packet, 12), address(packet, 16), address(packet, 20), address(packet, 24)),
                new MacAddress(((long) packet.uint16At(CHADDR) << 32) | (packet.int32At(CHADDR + 2) & 0xffffffffL)),
                options);
    }

    private static Ipv4Address address(Octets packet, int offset) {
        return new Ipv4Address(packet.int32At(offset));
    }

    public static byte[] encode(DhcpMessage message) {
        var packet = ByteBuffer.allocate(Math.max(SMALLEST_PACKET, encodedLength(message)));
        packet.put((byte) message.op().code())
                .put((byte) ETHERNET)
                .put((byte) 6)
                .put((byte) 0);
        packet.putInt(message.transactionId());
        packet.putShort((short) message.seconds());
        packet.putShort((short) (message.broadcast() ? BROADCAST_FLAG : 0));
        var addresses = message.addresses();
        packet.putInt(addresses.client().bits()).putInt(addresses.yours().bits());
        packet.putInt(addresses.server().bits()).putInt(addresses.relay().bits());
        packet.putShort((short) (message.hardware().bits() >>> 32));
        packet.putInt((int) message.hardware().bits());
        packet.position(HEADER).putInt(MAGIC_COOKIE);
        OptionsWriter.write(OptionCode.MESSAGE_TYPE, Octets.uint8(message.type().code()), packet);
        message.options().entries().forEach(option -> OptionsWriter.write(option.code(), option.value(), packet));
        packet.put((byte) OptionCode.END);
        return packet.array();
    }

    private static int encodedLength(DhcpMessage message) {
        return optionsOffset()
                + message.options().entries().stream()
                        .mapToInt(DhcpOption::encodedLength)
                        .sum();
    }

    /** What a packet takes without the options of its message: header, cookie, message type and end. */
    static int optionsOffset() {
        return OPTIONS + 3 + 1;
    }
}
