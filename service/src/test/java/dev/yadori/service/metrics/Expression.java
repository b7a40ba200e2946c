package dev.yadori.service.metrics;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The metrics of a PromQL expression, and the labels by which they are selected.
 *
 * @param labels by the metric's name; only of those that are selected by any
 */
record Expression(Set<String> metrics, Map<String, Set<String>> labels) {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'");
    private static final Pattern SELECTED = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(?:=~|!~|!=|=)");
    private static final Pattern NO_METRICS = Pattern.compile(
            "\\{[^}]*}|\\[[^]]*]|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)|\\boffset\\s+\\S+");
    private static final Pattern NAME =
            Pattern.compile("(?<![0-9a-zA-Z_:.])[a-zA-Z_:][a-zA-Z0-9_:]*(?![a-zA-Z0-9_:]|\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "group_left", "group_right", "by");

    static Expression parse(String expression) {
        var bare = TEXT.matcher(expression).replaceAll("0");
        var labels = new TreeMap<String, Set<String>>();
        SELECTED.matcher(bare)
                .results()
                .forEach(selected -> LABEL.matcher(selected.group(2))
                        .results()
                        .forEach(label -> labels.computeIfAbsent(selected.group(1), _ -> new TreeSet<>())
                                .add(label.group(1))));
        var metrics = new TreeSet<String>();
        NAME.matcher(NO_METRICS.matcher(bare).replaceAll(" ")).results().forEach(name -> metrics.add(name.group()));
        metrics.removeAll(WORDS);
        return new Expression(metrics, labels);
    }
}
