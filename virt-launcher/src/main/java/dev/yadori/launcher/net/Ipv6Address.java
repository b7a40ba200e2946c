package dev.yadori.launcher.net;

import java.util.regex.Pattern;

/** An IPv6 address as two halves in network order. Its text is the canonical one (RFC 5952). */
public record Ipv6Address(long high, long low) {
    public static final Ipv6Address UNSPECIFIED = new Ipv6Address(0, 0);

    private static final int GROUPS = 8;
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final long LINK_LOCAL = 0xfe80L << 48;

    /** Reads every form of RFC 4291 section 2.2; zones are no part of an address. */
    public static Ipv6Address parse(String text) {
        var hexadecimal = withoutDottedEnd(text);
        int gap = hexadecimal.indexOf("::");
        if (gap < 0) {
            var groups = hexadecimal.split(":", -1);
            return of(text, groups, new String[0], groups.length == GROUPS);
        }
        var before = groups(hexadecimal.substring(0, gap));
        var after = groups(hexadecimal.substring(gap + 2));
        return of(text, before, after, before.length + after.length < GROUPS);
    }

    private static String[] groups(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    private static Ipv6Address of(String text, String[] before, String[] after, boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("not an IPv6 address: " + text);
        }
        long[] halves = new long[2];
        for (int i = 0; i < before.length; i++) {
            set(halves, i, before[i], text);
        }
        for (int i = 0; i < after.length; i++) {
            set(halves, GROUPS - after.length + i, after[i], text);
        }
        return new Ipv6Address(halves[0], halves[1]);
    }

    private static void set(long[] halves, int index, String group, String text) {
        if (!GROUP.matcher(group).matches()) {
            throw new IllegalArgumentException("not an IPv6 address: " + text);
        }
        halves[index / 4] |= Long.parseLong(group, 16) << (48 - 16 * (index % 4));
    }

    private static String withoutDottedEnd(String text) {
        int start = text.lastIndexOf(':') + 1;
        if (text.indexOf('.', start) < 0) {
            return text;
        }
        int bits = Ipv4Address.parse(text.substring(start)).bits();
        return text.substring(0, start) + Integer.toHexString(bits >>> 16) + ":" + Integer.toHexString(bits & 0xffff);
    }

    public boolean isUnspecified() {
        return high == 0 && low == 0;
    }

    /** In fe80::/10. */
    public boolean isLinkLocal() {
        return (high & (0xffc0L << 48)) == LINK_LOCAL;
    }

    private int group(int index) {
        return (int) ((index < 4 ? high : low) >>> (48 - 16 * (index % 4))) & 0xffff;
    }

    private int zerosFrom(int index) {
        int end = index;
        while (end < GROUPS && group(end) == 0) {
            end++;
        }
        return end - index;
    }

    @Override
    public String toString() {
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }
}
