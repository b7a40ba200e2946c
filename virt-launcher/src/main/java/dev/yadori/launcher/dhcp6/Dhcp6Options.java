package dev.yadori.launcher.dhcp6;

import dev.yadori.launcher.net.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Options in their order, of a message or inside of an option. */
public record Dhcp6Options(List<Dhcp6Option> entries) {
    public static final Dhcp6Options NONE = new Dhcp6Options(List.of());

    public Dhcp6Options {
        entries = List.copyOf(entries);
    }

    /** Empty where an option reaches beyond the end. */
    public static Optional<Dhcp6Options> read(Octets bytes) {
        var entries = new ArrayList<Dhcp6Option>();
        int at = 0;
        while (at < bytes.length()) {
            if (at + Dhcp6Option.HEADER > bytes.length()) {
                return Optional.empty();
            }
            int start = at + Dhcp6Option.HEADER;
            int end = start + bytes.uint16At(at + 2);
            if (end > bytes.length()) {
                return Optional.empty();
            }
            entries.add(new Dhcp6Option(bytes.uint16At(at), bytes.slice(start, end)));
            at = end;
        }
        return Optional.of(new Dhcp6Options(entries));
    }

    public Octets toOctets() {
        var bytes = ByteBuffer.allocate(encodedLength());
        for (var option : entries) {
            bytes.putShort((short) option.code())
                    .putShort((short) option.value().length());
            bytes.put(option.value().toByteArray());
        }
        return Octets.of(bytes.array());
    }

    int encodedLength() {
        return entries.stream().mapToInt(Dhcp6Option::encodedLength).sum();
    }

    public boolean has(int code) {
        return find(code).isPresent();
    }

    /** The first of that code. */
    public Optional<Octets> find(int code) {
        return entries.stream()
                .filter(option -> option.code() == code)
                .map(Dhcp6Option::value)
                .findFirst();
    }

    public long count(int code) {
        return entries.stream().filter(option -> option.code() == code).count();
    }

    /** Those that fit in so many bytes, the first ones before the later ones. */
    public Dhcp6Options fitting(int bytes) {
        var kept = new ArrayList<Dhcp6Option>();
        int left = bytes;
        for (var option : entries) {
            if (option.encodedLength() <= left) {
                kept.add(option);
                left -= option.encodedLength();
            }
        }
        return new Dhcp6Options(kept);
    }
}
