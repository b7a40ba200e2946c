package dev.yadori.virtctl.why;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** One sentence about what keeps a machine from running: of the first rule that has something to say. Pure. */
final class Explanation {

    /** Messages of others are quoted so far. */
    private static final int LONGEST_QUOTE = 600;

    private static final List<Function<Circumstances, Optional<String>>> RULES = Stream.of(
                    LeavingRules.ALL, PresentRules.ALL, AbsentRules.ALL, StartingRules.ALL)
            .flatMap(List::stream)
            .toList();

    private Explanation() {}

    static String of(Circumstances seen) {
        String predicate = RULES.stream()
                .flatMap(rule -> rule.apply(seen).stream())
                .findFirst()
                .orElse("is starting: nothing is known to be in its way");
        return seen.name() + " " + predicate + ".";
    }

    /** The message of somebody else as a part of a sentence. */
    static String quote(String message) {
        String line = message.replaceAll("\\s+", " ").strip();
        String part = line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
        return part.endsWith(".") ? part.substring(0, part.length() - 1) : part;
    }

    /** The same where there may be none. */
    static String orElse(String message, String otherwise) {
        return message.isBlank() ? otherwise : quote(message);
    }
}
