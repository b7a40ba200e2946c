package dev.yadori.handler.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** A MAC address, in lower case with colons. */
public record MacAddress(String value) {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    public MacAddress {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a MAC address: " + value);
        }
    }

    /**
     * From its text, with colons or hyphens.
     *
     * @throws IllegalArgumentException where it is not one
     */
    public static MacAddress parse(String text) {
        return new MacAddress(text.toLowerCase(Locale.ROOT).replace('-', ':'));
    }

    /** Another address, always the same for this one: locally administered, of one station. */
    MacAddress companion() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
            byte[] bytes = Arrays.copyOf(digest, 6);
            bytes[0] = (byte) ((bytes[0] & 0xfc) | 0x02);
            return new MacAddress(COLONS.formatHex(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The link-local address that is made of it (RFC 4291 appendix A). */
    IpAddress linkLocal() {
        byte[] mac = COLONS.parseHex(value);
        byte[] address = {
            (byte) 0xfe,
            (byte) 0x80,
            0,
            0,
            0,
            0,
            0,
            0,
            (byte) (mac[0] ^ 2),
            mac[1],
            mac[2],
            (byte) 0xff,
            (byte) 0xfe,
            mac[3],
            mac[4],
            mac[5]
        };
        return IpAddress.ofBytes(address);
    }

    @Override
    public String toString() {
        return value;
    }
}
