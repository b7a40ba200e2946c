package dev.yadori.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How many requests the API server has answered, by verb and resource (pods/status and the like apart), or by who asked: it
 * knows clients by the flow schema that they fall under.
 */
record ApiRequests(Map<String, Long> counts) {
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final String REQUESTS = "apiserver_request_total{";
    private static final String OPEN = "apiserver_longrunning_requests{";
    private static final String DISPATCHED = "apiserver_flowcontrol_dispatched_requests_total{";

    /** By verb and resource, from the text of its metrics. */
    static ApiRequests byVerbAndResource(String metrics) {
        return parse(metrics, REQUESTS, ApiRequests::verbAndResource);
    }

    /** By flow schema, from the text of its metrics. */
    static ApiRequests byClient(String metrics) {
        return parse(metrics, DISPATCHED, labels -> labels.getOrDefault("flow_schema", ""));
    }

    /** Watches that are open now, by resource. */
    static ApiRequests watches(String metrics) {
        var watches =
                metrics.lines().filter(line -> line.contains("verb=\"WATCH\"")).collect(Collectors.joining("\n"));
        return parse(watches, OPEN, labels -> labels.getOrDefault("resource", ""));
    }

    private static ApiRequests parse(String metrics, String counter, Function<Map<String, String>, String> key) {
        var counts = new TreeMap<String, Long>();
        metrics.lines().filter(line -> line.startsWith(counter)).forEach(line -> {
            int end = line.lastIndexOf('}');
            var labels = new TreeMap<String, String>();
            var matcher = LABEL.matcher(line.substring(counter.length(), end));
            while (matcher.find()) {
                labels.put(matcher.group(1), matcher.group(2));
            }
            long count = Double.valueOf(line.substring(end + 1).strip()).longValue();
            counts.merge(key.apply(labels), count, Long::sum);
        });
        return new ApiRequests(Map.copyOf(counts));
    }

    private static String verbAndResource(Map<String, String> labels) {
        var subresource = labels.getOrDefault("subresource", "");
        return labels.getOrDefault("verb", "")
                + " "
                + labels.getOrDefault("resource", "")
                + (subresource.isEmpty() ? "" : "/" + subresource);
    }

    /** What was asked since an earlier time; nothing where nothing was. */
    Map<String, Long> since(ApiRequests earlier) {
        var more = new TreeMap<String, Long>();
        counts.forEach((key, count) -> {
            long delta = count - earlier.counts().getOrDefault(key, 0L);
            if (delta > 0) {
                more.put(key, delta);
            }
        });
        return more;
    }
}
