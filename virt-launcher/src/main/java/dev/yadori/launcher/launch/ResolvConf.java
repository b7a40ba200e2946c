package dev.yadori.launcher.launch;

import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.Ipv6Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the pod knows about names: resolv.conf(5), with bounds, as anyone may write it through a pod's dnsConfig. What cannot
 * be used is left out, never an error: a guest without it still runs.
 *
 * @param servers those with an IPv4 address, in their order
 * @param servers6 those with an IPv6 address that can be reached from elsewhere, in their order
 * @param search domains without a dot at the end, in their order
 */
public record ResolvConf(List<Ipv4Address> servers, List<Ipv6Address> servers6, List<String> search) {
    public static final ResolvConf EMPTY = new ResolvConf(List.of(), List.of(), List.of());

    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_SERVERS = 8;
    private static final int MOST_DOMAINS = 32;
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final Pattern DOMAIN = Pattern.compile("[a-zA-Z0-9_-]{1,63}(\\.[a-zA-Z0-9_-]{1,63})*");
    private static final int LONGEST_DOMAIN = 253;

    public ResolvConf {
        servers = List.copyOf(servers);
        servers6 = List.copyOf(servers6);
        search = List.copyOf(search);
    }

    public static ResolvConf read(Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            return parse(new String(bytes.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
        }
    }

    static ResolvConf parse(String text) {
        var servers = new ArrayList<String>();
        List<String> search = List.of();
        for (var line : text.substring(0, Math.min(text.length(), MOST_BYTES)).split("[\r\n]+", -1)) {
            var words = BLANKS.split(line.strip(), MOST_DOMAINS + 2);
            switch (words[0]) {
                case "nameserver" -> servers.addAll(List.of(words).subList(1, Math.min(words.length, 2)));
                // The last one counts.
                case "search", "domain" -> search = domains(words);
                default -> {}
            }
        }
        return new ResolvConf(
                usable(servers, Ipv4Address::parse, _ -> true),
                usable(servers, Ipv6Address::parse, address -> !address.isLinkLocal()),
                search);
    }

    private static <T> List<T> usable(List<String> servers, Function<String, T> parser, Predicate<T> wanted) {
        return servers.stream()
                .flatMap(server -> parsed(server, parser).stream())
                .filter(wanted)
                .distinct()
                .limit(MOST_SERVERS)
                .toList();
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<String> domains(String[] words) {
        return Stream.of(words)
                .skip(1)
                .map(domain -> domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain)
                .filter(domain -> domain.length() <= LONGEST_DOMAIN
                        && DOMAIN.matcher(domain).matches())
                .distinct()
                .limit(MOST_DOMAINS)
                .toList();
    }
}
