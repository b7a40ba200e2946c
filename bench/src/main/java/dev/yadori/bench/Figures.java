package dev.yadori.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was measured: a line each as it comes, and all of it as JSON at the end. */
public final class Figures {
    private final PrintStream out;
    private final Map<String, Double> figures = new TreeMap<>();

    public Figures(PrintStream out) {
        this.out = out;
    }

    public void add(String name, double figure) {
        figures.put(name, figure);
        out.printf(Locale.ROOT, "%-56s %s%n", name, text(figure));
    }

    public void seconds(String name, Duration duration) {
        add(name + "_seconds", duration.toMillis() / 1000.0);
    }

    void percentiles(String name, Percentiles percentiles) {
        seconds(name + "_p50", percentiles.p50());
        seconds(name + "_p95", percentiles.p95());
        seconds(name + "_max", percentiles.max());
    }

    /** Names are ours, so nothing has to be escaped. */
    public String json() {
        return figures.entrySet().stream()
                .map(figure -> "\"%s\":%s".formatted(figure.getKey(), text(figure.getValue())))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String text(double figure) {
        return String.format(Locale.ROOT, "%.3f", figure).replaceAll("\\.?0+$", "");
    }
}
