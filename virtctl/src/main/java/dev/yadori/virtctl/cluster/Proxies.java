package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What HTTPS_PROXY, HTTP_PROXY and NO_PROXY say of a server. */
final class Proxies {

    private static final Pattern WITH_PORT = Pattern.compile("(?<host>[^:]+|\\[.*]):(?<port>[0-9]{1,5})");

    private Proxies() {}

    static Optional<URI> of(URI server, Surroundings surroundings) {
        String scheme = "http".equals(server.getScheme()) ? "http" : "https";
        return variable(surroundings, scheme + "_proxy")
                .filter(_ ->
                        !isExempt(server, variable(surroundings, "no_proxy").orElse("")))
                .map(Proxies::address);
    }

    private static URI address(String written) {
        try {
            URI address = URI.create(written.contains("://") ? written : "http://" + written);
            if (address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new UnreachableException("the proxy of the environment is no address: " + e.getMessage());
        }
        throw new UnreachableException("the proxy of the environment '" + written + "' is no address");
    }

    private static Optional<String> variable(Surroundings surroundings, String name) {
        return surroundings.variable(name.toUpperCase(Locale.ROOT)).or(() -> surroundings.variable(name));
    }

    private static boolean isExempt(URI server, String exempt) {
        String host = Objects.requireNonNull(server.getHost())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\[\\]]", "");
        int port = server.getPort() > 0 ? server.getPort() : "http".equals(server.getScheme()) ? 80 : 443;
        return host.equals("localhost")
                || literal(host).filter(InetAddress::isLoopbackAddress).isPresent()
                || Stream.of(exempt.toLowerCase(Locale.ROOT).split(",", -1))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .anyMatch(entry -> covers(entry, host, port));
    }

    /** A name, a domain, an address, any of them with a port, or a range of addresses. */
    private static boolean covers(String entry, String host, int port) {
        if (entry.contains("/")) {
            return isInRange(host, entry);
        }
        Matcher parts = WITH_PORT.matcher(entry);
        if (parts.matches()) {
            return Integer.parseInt(parts.group("port")) == port && covers(parts.group("host"), host, port);
        }
        String name = (entry.startsWith("*.") ? entry.substring(1) : entry).replaceAll("[\\[\\]]", "");
        Optional<InetAddress> address = literal(name);
        if (address.isPresent()) {
            return address.equals(literal(host));
        }
        return name.equals("*") || host.equals(name) || host.endsWith(name.startsWith(".") ? name : "." + name);
    }

    private static boolean isInRange(String host, String range) {
        String[] parts = range.split("/", 2);
        Optional<InetAddress> address = literal(host);
        Optional<InetAddress> first = literal(parts[0]);
        if (address.isEmpty() || first.isEmpty() || !parts[1].matches("[0-9]{1,3}")) {
            return false;
        }
        byte[] one = address.get().getAddress();
        byte[] other = first.get().getAddress();
        int bits = Integer.parseInt(parts[1]);
        if (one.length != other.length || bits > one.length * 8) {
            return false;
        }
        int unlike = one.length * 8
                - new BigInteger(1, one).xor(new BigInteger(1, other)).bitLength();
        return unlike >= bits;
    }

    /** Nobody is asked for names. */
    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
