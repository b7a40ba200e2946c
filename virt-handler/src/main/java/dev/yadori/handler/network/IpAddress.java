package dev.yadori.handler.network;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** An IPv4 or IPv6 address; its text is the canonical one (RFC 5952). */
public record IpAddress(InetAddress value) {

    /** Java takes fewer parts than four as well. */
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /**
     * From its text; names are not looked up.
     *
     * @throws IllegalArgumentException where it is not an address
     */
    public static IpAddress parse(String text) {
        if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches()) {
            throw new IllegalArgumentException("not an IP address: " + text);
        }
        return new IpAddress(InetAddress.ofLiteral(text));
    }

    static IpAddress ofBytes(byte[] bytes) {
        try {
            return new IpAddress(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(bytes.length + " bytes are not an address", impossible);
        }
    }

    public boolean isV4() {
        return bits() == 32;
    }

    int bits() {
        return value.getAddress().length * 8;
    }

    boolean isLinkLocal() {
        return value.isLinkLocalAddress();
    }

    /** The address that is so much further on. */
    IpAddress plus(BigInteger distance) {
        return ofNumber(number().add(distance), bits());
    }

    /** The address with all bits behind the prefix cleared. */
    IpAddress masked(int prefix) {
        int rest = bits() - prefix;
        return ofNumber(number().shiftRight(rest).shiftLeft(rest), bits());
    }

    private BigInteger number() {
        return new BigInteger(1, value.getAddress());
    }

    private static IpAddress ofNumber(BigInteger number, int bits) {
        byte[] bytes = new byte[bits / 8];
        byte[] digits = number.toByteArray();
        for (int i = 0; i < Math.min(bytes.length, digits.length); i++) {
            bytes[bytes.length - 1 - i] = digits[digits.length - 1 - i];
        }
        return ofBytes(bytes);
    }

    @Override
    public String toString() {
        return isV4() ? value.getHostAddress() : compressed();
    }

    private String compressed() {
        int[] groups = groups();
        Zeros longest = Zeros.longest(groups);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == longest.start()) {
                text.append("::");
                i += longest.length() - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private int[] groups() {
        ByteBuffer bytes = ByteBuffer.wrap(value.getAddress());
        return IntStream.range(0, 8)
                .map(group -> Short.toUnsignedInt(bytes.getShort(2 * group)))
                .toArray();
    }

    /** The first of the longest runs of zero groups; one group alone is no run. */
    private record Zeros(int start, int length) {

        static Zeros longest(int[] groups) {
            Zeros longest = new Zeros(-1, 1);
            int start = 0;
            for (int i = 0; i < groups.length; i++) {
                if (groups[i] != 0) {
                    start = i + 1;
                } else if (i + 1 - start > longest.length) {
                    longest = new Zeros(start, i + 1 - start);
                }
            }
            return longest;
        }
    }
}
