package dev.yadori.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What docs/metrics.md says that components export, and what they do export, in the same words. */
public final class MetricsPage {
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z_]+)` \\| ([a-z]+) \\| ([a-z, -]+) \\| ([a-z_, –]+) \\| .+ \\|");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_]+) ([a-z]+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"(?:[^\"\\\\]|\\\\.)*\",?");
    private static final Set<String> OF_DISTRIBUTIONS = Set.of("le", "quantile");

    private MetricsPage() {}

    /**
     * What one component exports.
     *
     * @return type and labels by the metric's name
     */
    public static Map<String, String> of(String component) throws IOException {
        var found = new TreeMap<String, String>();
        for (var line : Files.readAllLines(KubeApiServer.file("docs/metrics.md"))) {
            var row = ROW.matcher(line);
            if (row.matches() && words(row.group(3)).contains(component)) {
                found.put(row.group(1), row.group(2) + " " + words(row.group(4)));
            }
        }
        return found;
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.split(", "))
                .filter(word -> !word.equals("–"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is in the text format of Prometheus: type and labels by the metric's name. Those without a sample are left out. */
    public static Map<String, String> in(String exposition) {
        var types = new TreeMap<String, String>();
        var labels = new TreeMap<String, Set<String>>();
        for (var line : exposition.lines().toList()) {
            var type = TYPE.matcher(line);
            var sample = SAMPLE.matcher(line);
            if (type.matches()) {
                types.put(type.group(1), type.group(2));
            } else if (!line.startsWith("#") && sample.matches()) {
                labels.computeIfAbsent(family(sample.group(1), types.keySet()), _ -> new TreeSet<>())
                        .addAll(labels(sample.group(2)));
            }
        }
        var found = new TreeMap<String, String>();
        labels.forEach((name, of) -> found.put(name, types.get(name) + " " + of));
        return found;
    }

    private static String family(String sample, Set<String> families) {
        return families.contains(sample) ? sample : sample.replaceFirst("_(bucket|sum|count)$", "");
    }

    private static Set<String> labels(@Nullable String all) {
        return all == null
                ? Set.of()
                : LABEL.matcher(all)
                        .results()
                        .map(label -> label.group(1))
                        .filter(name -> !OF_DISTRIBUTIONS.contains(name))
                        .collect(Collectors.toSet());
    }
}
