package dev.yadori.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How many requests the API server has answered, by verb and resource (pods/status and the like apart). */
record ApiRequests(Map<String, Long> byVerbAndResource) {
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final String COUNTER = "apiserver_request_total{";

    /** From the text of its metrics. */
    static ApiRequests parse(String metrics) {
        var counts = new TreeMap<String, Long>();
        metrics.lines().filter(line -> line.startsWith(COUNTER)).forEach(line -> {
            int end = line.lastIndexOf('}');
            var labels = new TreeMap<String, String>();
            var matcher = LABEL.matcher(line.substring(COUNTER.length(), end));
            while (matcher.find()) {
                labels.put(matcher.group(1), matcher.group(2));
            }
            long count = Double.valueOf(line.substring(end + 1).strip()).longValue();
            counts.merge(key(labels), count, Long::sum);
        });
        return new ApiRequests(Map.copyOf(counts));
    }

    private static String key(Map<String, String> labels) {
        var subresource = labels.getOrDefault("subresource", "");
        return labels.getOrDefault("verb", "")
                + " "
                + labels.getOrDefault("resource", "")
                + (subresource.isEmpty() ? "" : "/" + subresource);
    }

    /** What was asked since an earlier time; nothing where nothing was. */
    Map<String, Long> since(ApiRequests earlier) {
        var more = new TreeMap<String, Long>();
        byVerbAndResource.forEach((key, count) -> {
            long delta = count - earlier.byVerbAndResource().getOrDefault(key, 0L);
            if (delta > 0) {
                more.put(key, delta);
            }
        });
        return more;
    }
}
