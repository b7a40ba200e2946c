package dev.yadori.launcher.dhcp6;

import dev.yadori.launcher.dhcp6.Dhcp6Decoding.Decoded;
import dev.yadori.launcher.dhcp6.Dhcp6Decoding.Refused;
import dev.yadori.launcher.net.Octets;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** DHCPv6 messages as bytes and back (RFC 8415 section 8). Decoding is total: any bytes give a message or a refusal. */
public final class Dhcp6Codec {
    /** More than an Ethernet frame carries does not come from a guest's client. */
    public static final int LARGEST_PACKET = 1500;

    private static final int HEADER = 4;
    private static final int SHORTEST_IDENTIFIER = 3;
    private static final int LONGEST_IDENTIFIER = 130;

    /** At most one of each (RFC 8415 section 21 and 24). */
    private static final List<Integer> SINGLE = List.of(
            OptionCode6.CLIENT_IDENTIFIER,
            OptionCode6.SERVER_IDENTIFIER,
            OptionCode6.OPTION_REQUEST,
            OptionCode6.RAPID_COMMIT);

    private Dhcp6Codec() {}

    public static Dhcp6Decoding decode(ByteBuffer packet) {
        if (packet.remaining() > LARGEST_PACKET) {
            return new Refused(Dhcp6Refusal.TOO_LONG);
        }
        if (packet.remaining() < HEADER) {
            return new Refused(Dhcp6Refusal.TOO_SHORT);
        }
        var octets = Octets.from(packet);
        var type = Dhcp6MessageType.ofCode(octets.at(0));
        if (type.isEmpty()) {
            return new Refused(Dhcp6Refusal.UNKNOWN_TYPE);
        }
        var options = Dhcp6Options.read(octets.slice(HEADER, octets.length()));
        if (options.isEmpty()) {
            return new Refused(Dhcp6Refusal.OPTION_OVERRUNS);
        }
        return refuse(options.get())
                .<Dhcp6Decoding>map(Refused::new)
                .orElseGet(
                        () -> new Decoded(new Dhcp6Message(type.get(), octets.int32At(0) & 0xffffff, options.get())));
    }

    private static Optional<Dhcp6Refusal> refuse(Dhcp6Options options) {
        if (SINGLE.stream().anyMatch(code -> options.count(code) > 1)) {
            return Optional.of(Dhcp6Refusal.OPTION_REPEATED);
        }
        boolean badIdentifier = IntStream.of(OptionCode6.CLIENT_IDENTIFIER, OptionCode6.SERVER_IDENTIFIER)
                .mapToObj(options::find)
                .flatMap(Optional::stream)
                .anyMatch(value -> value.length() < SHORTEST_IDENTIFIER || value.length() > LONGEST_IDENTIFIER);
        boolean badRequest = options.find(OptionCode6.OPTION_REQUEST)
                .filter(value -> value.length() % 2 != 0)
                .isPresent();
        boolean badAssociation = options.entries().stream().anyMatch(option -> !Association.isWellFormed(option));
        return badIdentifier || badRequest || badAssociation
                ? Optional.of(Dhcp6Refusal.BAD_OPTION_LENGTH)
                : Optional.empty();
    }

    public static byte[] encode(Dhcp6Message message) {
        var options = message.options().toOctets();
        return ByteBuffer.allocate(HEADER + options.length())
                .putInt((message.type().code() << 24) | message.transactionId())
                .put(options.toByteArray())
                .array();
    }

    /** What a packet takes without its options. */
    static int optionsOffset() {
        return HEADER;
    }
}
