package dev.yadori.launcher.ra;

import dev.yadori.launcher.net.DomainName;
import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.Ipv6Network;
import dev.yadori.launcher.net.Octets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** A router advertisement as bytes (RFC 4861 section 4.2, RFC 4191, RFC 8106). The kernel fills in the checksum. */
public final class RouterAdvertisement {
    /** The longest that RFC 4861 allows: a launcher may be away for a while, and its guest keeps its routes. */
    public static final Duration LIFETIME = Duration.ofMinutes(150);

    static final int TYPE = 134;

    private static final int HEADER = 16;
    private static final int HOP_LIMIT = 64;
    private static final int MANAGED_AND_OTHER = 0xc0;
    private static final int ON_LINK = 0x80;
    private static final int PREFIX = 3;
    private static final int MTU = 5;
    private static final int ROUTE = 24;
    private static final int DNS_SERVERS = 25;
    private static final int DNS_SEARCH = 31;
    private static final int UNIT = 8;
    private static final int MOST_ROUTES = 16;
    private static final int MOST_SERVERS = 8;
    private static final int ROOM_FOR_NAMES = 504;
    private static final int FOR_EVER = -1;

    private RouterAdvertisement() {}

    public static byte[] encode(RouterLink link) {
        // Far more than the bounded parts need.
        var packet = ByteBuffer.allocate(1500);
        packet.put((byte) TYPE).put((byte) 0).putShort((short) 0);
        packet.put((byte) HOP_LIMIT).put((byte) MANAGED_AND_OTHER);
        packet.putShort((short) (link.paths().defaultRouter() ? LIFETIME.toSeconds() : 0));
        packet.position(HEADER);
        link.paths().onLink().ifPresent(prefix -> writePrefix(packet, prefix.masked()));
        link.mtu().ifPresent(mtu -> option(packet, MTU, 1).putShort((short) 0).putInt(mtu));
        link.paths().routes().stream().limit(MOST_ROUTES).forEach(route -> writeRoute(packet, route.masked()));
        writeServers(packet, link.names().servers().stream().limit(MOST_SERVERS).toList());
        writeSearch(packet, DomainName.wire(link.names().search(), ROOM_FOR_NAMES));
        var bytes = new byte[packet.position()];
        packet.flip().get(bytes);
        return bytes;
    }

    private static ByteBuffer option(ByteBuffer packet, int type, int units) {
        return packet.put((byte) type).put((byte) units);
    }

    private static void writePrefix(ByteBuffer packet, Ipv6Network prefix) {
        option(packet, PREFIX, 4).put((byte) prefix.prefix()).put((byte) ON_LINK);
        packet.putInt(FOR_EVER).putInt(FOR_EVER).putInt(0);
        packet.putLong(prefix.address().high()).putLong(prefix.address().low());
    }

    private static void writeRoute(ByteBuffer packet, Ipv6Network route) {
        int units = 1 + Math.ceilDiv(route.prefix(), 64);
        option(packet, ROUTE, units).put((byte) route.prefix()).put((byte) 0);
        packet.putInt((int) LIFETIME.toSeconds());
        if (units > 1) {
            packet.putLong(route.address().high());
        }
        if (units > 2) {
            packet.putLong(route.address().low());
        }
    }

    private static void writeServers(ByteBuffer packet, List<Ipv6Address> servers) {
        if (!servers.isEmpty()) {
            option(packet, DNS_SERVERS, 1 + 2 * servers.size()).putShort((short) 0);
            packet.putInt((int) LIFETIME.toSeconds());
            packet.put(Octets.addresses6(servers).toByteArray());
        }
    }

    private static void writeSearch(ByteBuffer packet, Octets names) {
        if (names.length() > 0) {
            int units = Math.ceilDiv(names.length(), UNIT);
            option(packet, DNS_SEARCH, 1 + units).putShort((short) 0);
            packet.putInt((int) LIFETIME.toSeconds());
            packet.put(names.toByteArray());
            packet.position(packet.position() + units * UNIT - names.length());
        }
    }
}
