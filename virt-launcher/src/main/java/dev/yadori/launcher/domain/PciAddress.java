package dev.yadori.launcher.domain;

import java.util.regex.Pattern;

/** Where a function is on a PCI bus, of the node or of the guest. */
public record PciAddress(int domain, int bus, int slot, int function) {
    private static final Pattern TEXT =
            Pattern.compile("([0-9a-fA-F]{4}):([0-9a-fA-F]{2}):([01][0-9a-fA-F])\\.([0-7])");
    private static final int HEX = 16;

    /** From text such as 0000:3b:02.1. */
    public static PciAddress parse(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a PCI address: " + text);
        }
        return new PciAddress(
                Integer.parseInt(parts.group(1), HEX),
                Integer.parseInt(parts.group(2), HEX),
                Integer.parseInt(parts.group(3), HEX),
                Integer.parseInt(parts.group(4), HEX));
    }

    @Override
    public String toString() {
        return "%04x:%02x:%02x.%x".formatted(domain, bus, slot, function);
    }
}
