package dev.yadori.handler.metrics;

import java.util.Map;
import java.util.TreeMap;

/**
 * Prometheus's text format, written straight away: a registry would keep an object for each of forty figures of each guest. Not safe
 * for use by several threads.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
final class Exposition {
    private final Map<String, StringBuilder> families = new TreeMap<>();

    /** A figure that only grows. */
    void counter(String name, String labels, double value) {
        add("counter", name, labels, value);
    }

    void gauge(String name, String labels, double value) {
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
    static String label(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** The figures of a family are together, as the format wants it. */
    String text() {
        var text = new StringBuilder();
        families.values().forEach(text::append);
        return text.toString();
    }
}
