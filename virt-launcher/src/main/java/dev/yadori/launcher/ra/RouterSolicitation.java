package dev.yadori.launcher.ra;

import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.Octets;
import java.nio.ByteBuffer;

/** A router solicitation (RFC 4861 section 4.1). Reading one is total: any bytes are one or not. */
public final class RouterSolicitation {
    static final int TYPE = 133;

    private static final int HEADER = 8;
    private static final int LARGEST = 1500;
    private static final int SOURCE_LINK_ADDRESS = 1;
    private static final int UNIT = 8;

    private RouterSolicitation() {}

    /** Whether this is one that RFC 4861 section 6.1.1 has a router heed. Its hop limit is for the kernel's filter. */
    public static boolean isValid(ByteBuffer packet, Ipv6Address source) {
        if (packet.remaining() < HEADER || packet.remaining() > LARGEST) {
            return false;
        }
        var octets = Octets.from(packet);
        boolean fromHost = source.isUnspecified() || source.isLinkLocal();
        return fromHost && octets.at(0) == TYPE && octets.at(1) == 0 && areOptionsValid(octets, source);
    }

    private static boolean areOptionsValid(Octets packet, Ipv6Address source) {
        int at = HEADER;
        while (at < packet.length()) {
            int length = at + 1 < packet.length() ? packet.at(at + 1) * UNIT : 0;
            if (length == 0
                    || at + length > packet.length()
                    || (packet.at(at) == SOURCE_LINK_ADDRESS && source.isUnspecified())) {
                return false;
            }
            at += length;
        }
        return true;
    }
}
