package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Text of YAML to maps, lists and scalars, and back. */
public final class Yaml {

    private Yaml() {}

    /**
     * What a text says.
     *
     * @throws UnreachableException where it is none, naming where it is written
     */
    public static Tree parse(String text, String source) {
        try {
            return new Tree(new Load(LoadSettings.builder().setLabel(source).build()).loadFromString(text));
        } catch (YamlEngineException e) {
            throw new UnreachableException(source + " is no YAML: " + e.getMessage());
        }
    }

    /** Each text between quotes, because kubectl takes more words for something else (on, 0x10, 1:30) than YAML does today. */
    public static String write(Map<?, ?> map) {
        StringBuilder written = new StringBuilder("---\n");
        write(written, map, "");
        return written.toString();
    }

    private static void write(StringBuilder written, Map<?, ?> map, String indent) {
        String before = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            written.append(before).append(entry.getKey()).append(':');
            below(written, entry.getValue(), indent);
            before = indent;
        }
    }

    private static void below(StringBuilder written, @Nullable Object value, String indent) {
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() -> {
                written.append('\n').append(indent).append("  ");
                write(written, map, indent + "  ");
            }
            case List<?> list
            when !list.isEmpty() -> {
                written.append('\n');
                for (Object item : list) {
                    written.append(indent).append("- ");
                    item(written, item, indent + "  ");
                }
            }
            case String text
            when isBlock(text) -> {
                written.append(" |\n");
                text.lines()
                        .forEach(line -> written.append(line.isEmpty() ? "" : indent + "  ")
                                .append(line)
                                .append('\n'));
            }
            case null, default -> written.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static void item(StringBuilder written, @Nullable Object item, String indent) {
        if (item instanceof Map<?, ?> map && !map.isEmpty()) {
            write(written, map, indent);
        } else {
            written.append(scalar(item)).append('\n');
        }
    }

    /** What is JSON is YAML too. */
    private static String scalar(@Nullable Object value) {
        return value == null ? "null" : Json.write(value);
    }

    /** Text of several lines that means the same when it is written line by line. */
    private static boolean isBlock(String text) {
        return text.endsWith("\n")
                && !text.endsWith("\n\n")
                && !text.startsWith(" ")
                && !text.startsWith("\n")
                && text.chars().allMatch(letter -> letter == '\n' || (letter >= ' ' && letter < 0x7f));
    }
}
