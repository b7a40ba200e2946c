package dev.yadori.bench.migration;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Single numbers and words that were noted: a line each, name and value. */
record Notes(Map<String, String> values) {
    Notes {
        values = Map.copyOf(values);
    }

    static Notes parse(String text) {
        return new Notes(text.lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip())));
    }

    double number(String name) {
        return Double.parseDouble(text(name));
    }

    /** Of a time that bash's EPOCHREALTIME gave. */
    long micros(String name) {
        return Long.parseLong(text(name).replace(".", ""));
    }

    Set<String> words(String name) {
        return Set.copyOf(List.of(text(name).split(" ")));
    }

    private String text(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("not noted: " + name);
        }
        return value;
    }
}
