package dev.yadori.launcher.net.netty;

import dev.yadori.launcher.net.Ipv6Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Our addresses and Java's. */
public final class LinkAddresses {
    private LinkAddresses() {}

    public static Optional<Ipv6Address> ipv6(InetSocketAddress socket) {
        if (!(socket.getAddress() instanceof Inet6Address address)) {
            return Optional.empty();
        }
        var bytes = ByteBuffer.wrap(address.getAddress());
        return Optional.of(new Ipv6Address(bytes.getLong(), bytes.getLong()));
    }

    /** Without a zone: for sockets that are on one device. */
    public static InetSocketAddress socket(Ipv6Address address, int port) {
        var bytes = ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low());
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes.array()), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
