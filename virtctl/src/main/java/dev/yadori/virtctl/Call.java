package dev.yadori.virtctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words that this program is called with. What kubectl takes before a command comes behind it here, where the command reads it.
 *
 * @param command the first word that is no flag; empty where there is none before something unknown
 */
record Call(Optional<String> command, List<String> words) {

    /** Commands that have others below them. */
    static final Map<String, String> BELOW = Map.of("create", "vm", "vnc", "screenshot");

    private static final String HELP = "help";

    Call {
        words = List.copyOf(words);
    }

    static Call of(String... args) {
        List<String> given = List.of(args);
        int at = flagsFrom(given, 0);
        if (at == given.size() || given.get(at).startsWith("-")) {
            return new Call(Optional.empty(), given);
        }
        if (given.get(at).equals(HELP)) {
            return at + 1 == given.size()
                    ? new Call(Optional.empty(), List.of("--help"))
                    : new Call(Optional.of(given.get(at + 1)), helped(given.subList(at + 1, given.size())));
        }
        String command = given.get(at);
        int below = flagsFrom(given, at + 1);
        List<String> words = new ArrayList<>(List.of(command));
        int rest = at + 1;
        if (below < given.size() && given.get(below).equals(BELOW.get(command))) {
            words.add(given.get(below));
            words.addAll(given.subList(rest, below));
            rest = below + 1;
        }
        words.addAll(given.subList(0, at));
        words.addAll(given.subList(rest, given.size()));
        return new Call(Optional.of(command), words);
    }

    private static List<String> helped(List<String> words) {
        List<String> helped = new ArrayList<>(words);
        helped.add("--help");
        return helped;
    }

    /** Where the flags of the cluster that begin here end. */
    private static int flagsFrom(List<String> words, int begin) {
        int at = begin;
        while (at < words.size()) {
            String word = words.get(at);
            Optional<ClusterFlag> flag = ClusterFlag.written(word);
            if (flag.isEmpty()) {
                return at;
            }
            at += flag.get().takesNextAfter(word) ? 2 : 1;
        }
        return Math.min(at, words.size());
    }

    String[] array() {
        return words.toArray(String[]::new);
    }
}
