package dev.yadori.handler.pod;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a function is on the node's PCI bus, as the kernel writes it, such as 0000:3b:02.1. Safe as one part of a path. */
public record PciAddress(String text) {

    private static final Pattern PATTERN = Pattern.compile("[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]");

    public PciAddress {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a PCI address: " + text);
        }
    }

    /** Empty where the text, in either case, is none. */
    public static Optional<PciAddress> parse(String text) {
        return Optional.of(text.toLowerCase(Locale.ROOT))
                .filter(lower -> PATTERN.matcher(lower).matches())
                .map(PciAddress::new);
    }

    @Override
    public String toString() {
        return text;
    }
}
