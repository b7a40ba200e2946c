package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.net.Octets;

/** One option as it is after long values were joined (RFC 3396). */
public record DhcpOption(int code, Octets value) {
    private static final int LARGEST_PART = 255;

    public DhcpOption {
        if (code <= OptionCode.PAD || code >= OptionCode.END) {
            throw new IllegalArgumentException("options are numbered 1 to 254, not " + code);
        }
    }

    /** How many bytes it takes in a packet: each part of at most 255 has a header of two. */
    int encodedLength() {
        return value.length() + 2 * Math.max(1, Math.ceilDiv(value.length(), LARGEST_PART));
    }
}
