package dev.yadori.launcher.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A domain name that DNS can carry. */
public record DomainName(List<String> labels) {
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 253;

    public DomainName {
        labels = List.copyOf(labels);
    }

    /** Empty for what is no domain name, such as the root. */
    public static Optional<DomainName> of(String text) {
        var name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        return Optional.of(new DomainName(List.of(name.split("\\.", -1))))
                .filter(domain -> domain.labels().stream().allMatch(DomainName::isLabel));
    }

    /**
     * Names one after the other, none compressed (RFC 1035 section 3.1), as DHCPv6 and router advertisements want them: the
     * first ones, as far as there is room.
     */
    public static Octets wire(List<String> names, int room) {
        var bytes = new ByteArrayOutputStream();
        names.stream()
                .map(DomainName::of)
                .flatMap(Optional::stream)
                .takeWhile(name -> bytes.size() + name.wireLength() <= room)
                .forEach(name -> name.writeTo(bytes));
        return Octets.of(bytes.toByteArray());
    }

    private int wireLength() {
        return toString().length() + 2;
    }

    private void writeTo(ByteArrayOutputStream bytes) {
        for (var label : labels) {
            bytes.write(label.length());
            bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        bytes.write(0);
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= LONGEST_LABEL
                && label.chars().allMatch(letter -> letter > ' ' && letter < 0x7f);
    }

    @Override
    public String toString() {
        return String.join(".", labels);
    }
}
