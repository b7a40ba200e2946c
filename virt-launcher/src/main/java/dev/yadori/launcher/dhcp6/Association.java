package dev.yadori.launcher.dhcp6;

import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An identity association: what a client wants addresses or prefixes for (RFC 8415 sections 21.4, 21.5 and 21.21). */
record Association(int code, Octets id, Dhcp6Options options) {
    private static final int ID = 4;
    private static final int HEADER = 12;
    private static final int ADDRESS = 24;
    private static final long INFINITE = 0xffffffffL;

    /** How long an address lasts, in seconds; the largest number is for ever. */
    record Times(long renew, long rebind, long valid) {
        static Times of(long seconds) {
            return seconds >= INFINITE
                    ? new Times(INFINITE, INFINITE, INFINITE)
                    : new Times(seconds / 2, seconds * 4 / 5, Math.max(1, seconds));
        }
    }

    /** Those of a message; they are well-formed, or the codec would have refused it. */
    static List<Association> of(Dhcp6Options options) {
        return options.entries().stream()
                .map(Association::read)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Association> read(Dhcp6Option option) {
        int header = headerOf(option.code());
        if (header == 0 || option.value().length() < header) {
            return Optional.empty();
        }
        var value = option.value();
        return Dhcp6Options.read(value.slice(header, value.length()))
                .map(inner -> new Association(option.code(), value.slice(0, ID), inner));
    }

    private static int headerOf(int code) {
        return switch (code) {
            case OptionCode6.ADDRESSES, OptionCode6.PREFIXES -> HEADER;
            case OptionCode6.TEMPORARY_ADDRESSES -> ID;
            default -> 0;
        };
    }

    static boolean isWellFormed(Dhcp6Option option) {
        return headerOf(option.code()) == 0
                || read(option)
                        .filter(association -> association.options.entries().stream()
                                .allMatch(inner -> inner.code() != OptionCode6.ADDRESS
                                        || inner.value().length() >= ADDRESS))
                        .isPresent();
    }

    boolean isForAddresses() {
        return code == OptionCode6.ADDRESSES;
    }

    /** Those that the client has, or would like to have. */
    List<Ipv6Address> addresses() {
        return options.entries().stream()
                .filter(option -> option.code() == OptionCode6.ADDRESS)
                .map(option -> option.value().ipv6At(0))
                .toList();
    }

    /** With this address, and with those to be given up that have a lifetime of zero. */
    Dhcp6Option granted(Ipv6Address address, Times times, List<Ipv6Address> givenUp) {
        var inner = new ArrayList<Dhcp6Option>();
        inner.add(address(address, times.valid));
        givenUp.forEach(foreign -> inner.add(address(foreign, 0)));
        return answer(times, new Dhcp6Options(inner));
    }

    Dhcp6Option refused(StatusCode status) {
        return answer(new Times(0, 0, 0), new Dhcp6Options(List.of(status.option())));
    }

    private Dhcp6Option answer(Times times, Dhcp6Options inner) {
        var parts = new ArrayList<>(List.of(id));
        if (code != OptionCode6.TEMPORARY_ADDRESSES) {
            parts.add(Octets.uint32(times.renew));
            parts.add(Octets.uint32(times.rebind));
        }
        parts.add(inner.toOctets());
        return new Dhcp6Option(code, Octets.joined(parts));
    }

    private static Dhcp6Option address(Ipv6Address address, long seconds) {
        return new Dhcp6Option(
                OptionCode6.ADDRESS,
                Octets.joined(
                        List.of(Octets.addresses6(List.of(address)), Octets.uint32(seconds), Octets.uint32(seconds))));
    }
}
