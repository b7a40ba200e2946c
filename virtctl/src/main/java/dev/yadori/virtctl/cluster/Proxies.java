package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What HTTPS_PROXY, HTTP_PROXY and NO_PROXY say of a server. */
final class Proxies {

    private Proxies() {}

    static Optional<URI> of(URI server, Surroundings surroundings) {
        String scheme = "http".equals(server.getScheme()) ? "http" : "https";
        return variable(surroundings, scheme + "_proxy")
                .filter(_ ->
                        !isExempt(server, variable(surroundings, "no_proxy").orElse("")))
                .map(address -> URI.create(address.contains("://") ? address : "http://" + address));
    }

    private static Optional<String> variable(Surroundings surroundings, String name) {
        return surroundings.variable(name.toUpperCase(Locale.ROOT)).or(() -> surroundings.variable(name));
    }

    private static boolean isExempt(URI server, String exempt) {
        String host = Objects.requireNonNull(server.getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.startsWith("127.")
                || host.equals("[::1]")
                || Stream.of(exempt.toLowerCase(Locale.ROOT).split(",", -1))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .anyMatch(entry -> covers(entry, host));
    }

    /** A name, a domain, an address, or a range of addresses. */
    private static boolean covers(String entry, String host) {
        if (entry.contains("/")) {
            return isInRange(host, entry);
        }
        String name = entry.startsWith("*.") ? entry.substring(1) : entry.replaceFirst(":[0-9]+$", "");
        String domain = name.startsWith(".") ? name : "." + name;
        return name.equals("*") || host.equals(name) || host.endsWith(domain);
    }

    private static boolean isInRange(String host, String range) {
        String[] parts = range.split("/", 2);
        if (!host.matches("[0-9.]+") || !parts[0].matches("[0-9.]+") || !parts[1].matches("[0-9]{1,2}")) {
            return false;
        }
        int shift = Math.max(0, 32 - Integer.parseInt(parts[1]));
        return number(host) >> shift == number(parts[0]) >> shift;
    }

    private static long number(String address) {
        long number = 0;
        for (String part : address.split("\\.", -1)) {
            if (!part.matches("[0-9]{1,3}")) {
                throw new UnreachableException("NO_PROXY: '" + address + "' is no address");
            }
            number = (number << 8) | Integer.parseInt(part);
        }
        return number;
    }
}
