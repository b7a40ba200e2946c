package dev.yadori.virtctl.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What JSON or YAML says at a place: a map, a list, a scalar, or nothing. What is asked of a place that is not there is not there
 * either, so that a reader needs no care for what is left out.
 */
public record Tree(@Nullable Object value) {

    private static final Tree NOTHING = new Tree(null);

    /** The place below this one. */
    public Tree at(String... path) {
        Tree here = this;
        for (String key : path) {
            here = here.value instanceof Map<?, ?> map ? new Tree(map.get(key)) : NOTHING;
        }
        return here;
    }

    public boolean isPresent() {
        return value != null;
    }

    /** Of a list. */
    public Stream<Tree> items() {
        return value instanceof List<?> list ? list.stream().map(Tree::new) : Stream.empty();
    }

    /** A scalar, as it is written. */
    public Optional<String> text() {
        return value == null || value instanceof Map || value instanceof List
                ? Optional.empty()
                : Optional.of(String.valueOf(value));
    }

    /** The scalar there; empty where there is none. */
    public String word(String... path) {
        return at(path).text().orElse("");
    }

    public boolean is(String expected, String... path) {
        return word(path).equals(expected);
    }

    public boolean isTrue(String... path) {
        return is("true", path);
    }

    /** What a map says, key by key. */
    public Map<String, Tree> entries() {
        Map<String, Tree> entries = new HashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, below) -> entries.put(String.valueOf(key), new Tree(below)));
        }
        return entries;
    }
}
