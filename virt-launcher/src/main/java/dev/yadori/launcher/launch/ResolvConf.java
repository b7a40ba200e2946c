package dev.yadori.launcher.launch;

import dev.yadori.launcher.net.Ipv4Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the pod knows about names: resolv.conf(5), with bounds, as anyone may write it through a pod's dnsConfig. What cannot
 * be used is left out, never an error: a guest without it still runs.
 *
 * @param servers those with an IPv4 address, in their order
 * @param search domains without a dot at the end, in their order
 */
public record ResolvConf(List<Ipv4Address> servers, List<String> search) {
    public static final ResolvConf EMPTY = new ResolvConf(List.of(), List.of());

    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_SERVERS = 8;
    private static final int MOST_DOMAINS = 32;
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final Pattern DOMAIN = Pattern.compile("[a-zA-Z0-9_-]{1,63}(\\.[a-zA-Z0-9_-]{1,63})*");
    private static final int LONGEST_DOMAIN = 253;

    public ResolvConf {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
    }

    public static ResolvConf read(Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            return parse(new String(bytes.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
        }
    }

    static ResolvConf parse(String text) {
        var servers = new ArrayList<Ipv4Address>();
        List<String> search = List.of();
        for (var line : text.substring(0, Math.min(text.length(), MOST_BYTES)).split("[\r\n]+", -1)) {
            var words = BLANKS.split(line.strip(), MOST_DOMAINS + 2);
            switch (words[0]) {
                case "nameserver" ->
                    server(words)
                            .filter(server -> servers.size() < MOST_SERVERS)
                            .filter(server -> !servers.contains(server))
                            .ifPresent(servers::add);
                // The last one counts.
                case "search", "domain" -> search = domains(words);
                default -> {}
            }
        }
        return new ResolvConf(servers, search);
    }

    private static Optional<Ipv4Address> server(String[] words) {
        try {
            return words.length < 2 ? Optional.empty() : Optional.of(Ipv4Address.parse(words[1]));
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
