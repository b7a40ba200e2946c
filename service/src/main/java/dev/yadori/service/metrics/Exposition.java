package dev.yadori.service.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Prometheus's text format, written straight away: a registry would keep an object for each of forty figures of each guest. Names
 * are ones that no registry has. Not safe for use by several threads.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
public final class Exposition {
    private final Map<String, StringBuilder> families = new TreeMap<>();

    /** A figure that only grows. */
    public void counter(String name, String labels, double value) {
        add("counter", name, labels, value);
    }

    public void gauge(String name, String labels, double value) {
        add("gauge", name, labels, value);
    }

    private void add(String type, String name, String labels, double value) {
        families.computeIfAbsent(name, _ -> new StringBuilder("# TYPE " + name + " " + type + "\n"))
                .append(name)
                .append('{')
                .append(labels)
                .append("} ")
                .append(value)
                .append('\n');
    }

    /** One label. */
    public static String label(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** Labels that have been made one by one; those that are empty are left out. */
    public static String labels(String... labels) {
        return Arrays.stream(labels).filter(label -> !label.isEmpty()).collect(Collectors.joining(","));
    }

    /** One label, and none where its value is empty; of a value that somebody else chose, no more than that many characters. */
    public static String label(String name, String value, int longest) {
        int length = value.codePointCount(0, value.length());
        return value.isEmpty()
                ? ""
                : label(name, length <= longest ? value : value.substring(0, value.offsetByCodePoints(0, longest)));
    }

    /** The figures of a family are together, as the format wants it. */
    public String text() {
        var text = new StringBuilder();
        families.values().forEach(text::append);
        return text.toString();
    }
}
