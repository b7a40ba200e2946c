package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.net.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of one message in their order, each at most once. Type and overload belong to message and codec. */
public record DhcpOptions(List<DhcpOption> entries) {
    public static final DhcpOptions NONE = new DhcpOptions(List.of());

    public DhcpOptions {
        entries = List.copyOf(entries);
        if (entries.stream().map(DhcpOption::code).distinct().count() != entries.size()) {
            throw new IllegalArgumentException("an option appears twice");
        }
        if (entries.stream().anyMatch(DhcpOptions::isOfTheCodec)) {
            throw new IllegalArgumentException("message type and overload are written by the codec");
        }
    }

    public Optional<Octets> find(int code) {
        return entries.stream()
                .filter(option -> option.code() == code)
                .map(DhcpOption::value)
                .findFirst();
    }

    /** Those that fit in so many bytes, the first ones before the later ones. */
    public DhcpOptions fitting(int bytes) {
        var kept = new ArrayList<DhcpOption>();
        int left = bytes;
        for (var option : entries) {
            if (option.encodedLength() <= left) {
                kept.add(option);
                left -= option.encodedLength();
            }
        }
        return new DhcpOptions(kept);
    }

    private static boolean isOfTheCodec(DhcpOption option) {
        return option.code() == OptionCode.MESSAGE_TYPE || option.code() == OptionCode.OVERLOAD;
    }
}
