package dev.yadori.launcher.volume;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What goes onto a small disk.
 *
 * @param label of the volume: 1 to 32 characters
 * @param files by their paths, with slashes; owned by root and readable by all in the guest
 */
public record IsoContent(String label, SortedMap<String, byte[]> files) {
    private static final int LONGEST_LABEL = 32;

    private static final Pattern PATH =
            Pattern.compile("(?!\\.{1,2}(/|$))[^/\0]{1,255}(/(?!\\.{1,2}(/|$))[^/\0]{1,255})*");

    public IsoContent {
        if (label.isBlank() || label.length() > LONGEST_LABEL) {
            throw new IllegalArgumentException("a label has 1 to 32 characters: '" + label + "'");
        }
        for (var path : files.keySet()) {
            if (!PATH.matcher(path).matches()) {
                throw new IllegalArgumentException("no path in an image: '" + path + "'");
            }
        }
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    public static IsoContent of(String label, Map<String, byte[]> files) {
        return new IsoContent(label, new TreeMap<>(files));
    }

    /** Secrets are in there. */
    @Override
    public String toString() {
        return "IsoContent[" + label + ", " + files.size() + " files]";
    }
}
