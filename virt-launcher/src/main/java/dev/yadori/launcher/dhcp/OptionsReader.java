package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.net.Octets;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Collects the options of one packet and joins those that come in parts (RFC 3396). For one use, by one thread. */
final class OptionsReader {
    private static final int OVERLOADS_FILE = 1;
    private static final int OVERLOADS_SNAME = 2;
    /** Lengths that the RFC fixes, for the options that a client sends and we read. */
    private static final Map<Integer, Integer> LENGTHS = Map.of(
            OptionCode.REQUESTED_ADDRESS, 4,
            OptionCode.SERVER_IDENTIFIER, 4,
            OptionCode.MAXIMUM_MESSAGE_SIZE, 2);

    private static final int SHORTEST_CLIENT_IDENTIFIER = 2;

    private final SequencedMap<Integer, ByteArrayOutputStream> parts = new LinkedHashMap<>();

    /** Reads the three fields in which options may be, in the order in which their parts are joined. */
    Optional<Refusal> read(Octets options, Octets file, Octets sname) {
        return readField(options).or(() -> readOverloaded(file, sname)).or(this::refuseLengths);
    }

    Optional<Octets> value(int code) {
        return Optional.ofNullable(parts.get(code)).map(bytes -> Octets.of(bytes.toByteArray()));
    }

    DhcpOptions options() {
        return new DhcpOptions(parts.entrySet().stream()
                .filter(part -> part.getKey() != OptionCode.MESSAGE_TYPE && part.getKey() != OptionCode.OVERLOAD)
                .map(part ->
                        new DhcpOption(part.getKey(), Octets.of(part.getValue().toByteArray())))
                .toList());
    }

    private Optional<Refusal> readOverloaded(Octets file, Octets sname) {
        var overload = value(OptionCode.OVERLOAD);
        if (overload.isEmpty()) {
            return Optional.empty();
        }
        if (overload.get().length() != 1
                || overload.get().at(0) < 1
                || overload.get().at(0) > 3) {
            return Optional.of(Refusal.BAD_OVERLOAD);
        }
        int fields = overload.get().at(0);
        return ((fields & OVERLOADS_FILE) == 0 ? Optional.<Refusal>empty() : readField(file))
                .or(() -> (fields & OVERLOADS_SNAME) == 0 ? Optional.empty() : readField(sname));
    }

    /** A missing end option is forgiven, as the packet's end says the same. */
    private Optional<Refusal> readField(Octets field) {
        int at = 0;
        while (at < field.length() && field.at(at) != OptionCode.END) {
            int code = field.at(at++);
            if (code == OptionCode.PAD) {
                continue;
            }
            if (at >= field.length() || at + 1 + field.at(at) > field.length()) {
                return Optional.of(Refusal.OPTION_OVERRUNS);
            }
            int length = field.at(at++);
            parts.computeIfAbsent(code, ignored -> new ByteArrayOutputStream())
                    .writeBytes(field.slice(at, at + length).toByteArray());
            at += length;
        }
        return Optional.empty();
    }

    private Optional<Refusal> refuseLengths() {
        boolean wrong = LENGTHS.entrySet().stream()
                .anyMatch(fixed -> parts.containsKey(fixed.getKey())
                        && parts.get(fixed.getKey()).size() != fixed.getValue());
        boolean noIdentifier = value(OptionCode.CLIENT_IDENTIFIER)
                .filter(identifier -> identifier.length() < SHORTEST_CLIENT_IDENTIFIER)
                .isPresent();
        return wrong || noIdentifier ? Optional.of(Refusal.BAD_OPTION_LENGTH) : Optional.empty();
    }
}
