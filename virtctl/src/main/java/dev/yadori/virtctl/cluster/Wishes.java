package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What flags say instead of the kubeconfig.
 *
 * @param flags by their names without dashes: context, server, token, as-group, ...
 */
public record Wishes(Map<String, List<String>> flags) {

    private static final String SERVER = "server";
    private static final String AUTHORITY = "certificate-authority";
    private static final String INSECURE = "insecure-skip-tls-verify";
    private static final String TOKEN = "token";
    private static final String USERNAME = "username";
    private static final String TIMEOUT = "request-timeout";

    private static final List<String> OF_CLUSTERS =
            List.of(SERVER, "tls-server-name", INSECURE, AUTHORITY, "proxy-url");
    private static final List<String> OF_USERS =
            List.of("client-certificate", "client-key", TOKEN, USERNAME, "password", "as", "as-uid");
    private static final List<String> FILES = List.of(AUTHORITY, "client-certificate", "client-key");

    private static final Pattern NAMESPACE = Pattern.compile("(?i)(?:namespaces?|ns)/(.+)");
    private static final Pattern PART = Pattern.compile("([0-9]*\\.?[0-9]+)(ms|s|m|h)");

    public Wishes {
        flags = Map.copyOf(flags);
        if (flags.containsKey(TOKEN) && flags.containsKey(USERNAME)) {
            throw new UnreachableException("--token and --username exclude each other");
        }
    }

    Optional<Path> kubeconfig() {
        return word("kubeconfig").map(Path::of);
    }

    Optional<String> context() {
        return word("context");
    }

    Optional<String> cluster() {
        return word("cluster");
    }

    Optional<String> user() {
        return word("user");
    }

    /** As kubectl does, this takes what commands print: ns/NAME. */
    public Optional<String> namespace() {
        return word("namespace").map(written -> {
            Matcher prefixed = NAMESPACE.matcher(written);
            return prefixed.matches() ? prefixed.group(1) : written;
        });
    }

    boolean namesServer() {
        return word(SERVER).isPresent();
    }

    /** How long an answer may take; empty for any time. */
    Optional<Duration> timeout() {
        return word(TIMEOUT).map(Wishes::duration).filter(Duration::isPositive);
    }

    private Optional<String> word(String name) {
        return Optional.ofNullable(flags.get(name)).map(List::getLast).filter(said -> !said.isEmpty());
    }

    /** As Go writes it, or in seconds. */
    private static Duration duration(String written) {
        if (written.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(written));
        }
        BigDecimal millis = BigDecimal.ZERO;
        Matcher part = PART.matcher(written);
        int end = 0;
        while (part.lookingAt()) {
            millis = millis.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(millis(part.group(2)))));
            end = part.end();
            part.region(end, written.length());
        }
        if (end == 0 || end < written.length() || written.length() > 20) {
            throw new UnreachableException("--" + TIMEOUT + " '" + written + "' is no time such as 5s or 2m");
        }
        return Duration.ofMillis(millis.longValue());
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1000;
            default -> 1;
        };
    }

    Kubeconfig.Part forCluster(Kubeconfig.Part said) {
        Map<String, Object> tree = changed(said, OF_CLUSTERS);
        if (word(INSECURE).filter(Boolean::parseBoolean).isPresent()
                && word(AUTHORITY).isEmpty()) {
            tree.remove(AUTHORITY);
            tree.remove(AUTHORITY + "-data");
        }
        return new Kubeconfig.Part(said.file(), said.field(), new Tree(tree));
    }

    Kubeconfig.Part forUser(Kubeconfig.Part said) {
        Map<String, Object> tree = changed(said, OF_USERS);
        if (flags.containsKey("as-group")) {
            tree.put("as-groups", flags.get("as-group"));
        }
        // One way to show who asks takes the place of another.
        if (word(TOKEN).isPresent()) {
            tree.remove("tokenFile");
            tree.remove(USERNAME);
        }
        if (word(USERNAME).isPresent()) {
            List.of(TOKEN, "tokenFile", "auth-provider").forEach(tree::remove);
        }
        return new Kubeconfig.Part(said.file(), said.field(), new Tree(tree));
    }

    private Map<String, Object> changed(Kubeconfig.Part said, List<String> fields) {
        Map<String, Object> tree = new HashMap<>();
        said.tree().entries().forEach((key, below) -> {
            if (below.value() != null) {
                tree.put(key, below.value());
            }
        });
        for (String field : fields) {
            word(field).ifPresent(value -> {
                tree.put(field, FILES.contains(field) ? absolute(value) : value);
                // A file that a flag names is meant, and not what the kubeconfig holds in place of one.
                tree.remove(field + "-data");
            });
        }
        return tree;
    }

    /** As it is seen from here, and not from the folder of the kubeconfig. */
    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().toString();
    }

    @Override
    public String toString() {
        return "Wishes" + flags.keySet();
    }
}
