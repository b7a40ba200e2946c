package dev.yadori.launcher.net;

import java.util.regex.Pattern;

/** An IPv4 address, its four octets in network order. */
public record Ipv4Address(int bits) {
    public static final Ipv4Address UNSPECIFIED = new Ipv4Address(0);

    private static final Pattern TEXT = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

    /** Reads four decimal numbers. Leading zeros are stripped and do not mean octal. */
    public static Ipv4Address parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("not an IPv4 address: " + text);
        }
        int bits = 0;
        for (int start = 0, end; start < text.length(); start = end + 1) {
            end = text.indexOf('.', start) < 0 ? text.length() : text.indexOf('.', start);
            int octet = Integer.parseInt(text.substring(start, end));
            if (octet > 255) {
                throw new IllegalArgumentException("not an IPv4 address: " + text);
            }
            bits = (bits << 8) | octet;
        }
        return new Ipv4Address(bits);
    }

    public boolean isUnspecified() {
        return bits == 0;
    }

    @Override
    public String toString() {
        return "%d.%d.%d.%d".formatted(bits >>> 24, (bits >>> 16) & 0xff, (bits >>> 8) & 0xff, bits & 0xff);
    }
}
