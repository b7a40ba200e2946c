package dev.yadori.virtctl.why;

import dev.yadori.virtctl.cluster.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that the API server knows about one machine, at one time.
 *
 * @param pods of its instance, the one that was made last first
 * @param claims that it names; nothing for one that does not exist
 * @param node where its instance is; nothing as well where the user may not see nodes
 */
record Circumstances(
        String name,
        Tree machine,
        Tree instance,
        List<Tree> pods,
        List<Tree> warnings,
        Map<String, Tree> claims,
        Tree node) {

    Circumstances {
        pods = List.copyOf(pods);
        warnings = List.copyOf(warnings);
        claims = Map.copyOf(claims);
    }

    boolean isIn(String phase) {
        return instance.is(phase, "status", "phase");
    }

    /** Whether no guest is there that could run: none was made, or it has ended. */
    boolean isOff() {
        return !instance.isPresent() || isIn("Succeeded") || isIn("Failed");
    }

    Optional<Tree> pod() {
        return pods.stream().findFirst();
    }

    /** Where the guest is or was. */
    Optional<String> nodeName() {
        return instance.at("status", "nodeName").text();
    }

    /** Of the instance, or else of the machine. */
    Optional<Tree> condition(String type, String value) {
        return Stream.of(instance, machine)
                .flatMap(Circumstances::conditions)
                .filter(condition -> condition.is(type, "type") && condition.is(value, "status"))
                .findFirst();
    }

    /** Of the machine alone. */
    Optional<Tree> own(String type) {
        return conditions(machine)
                .filter(condition -> condition.is(type, "type") && condition.is("True", "status"))
                .findFirst();
    }

    static Stream<Tree> conditions(Tree object) {
        return object.at("status", "conditions").items();
    }

    /** What was last said about an object that somebody has to act on. */
    Optional<String> warning(Tree about) {
        return about.at("metadata", "uid")
                .text()
                .flatMap(uid -> warnings.stream()
                        .filter(event -> event.is(uid, "involvedObject", "uid"))
                        .max(Comparator.comparing(Circumstances::time))
                        .map(event -> event.word("message")));
    }

    private static String time(Tree event) {
        return event.at("lastTimestamp")
                .text()
                .or(() -> event.at("eventTime").text())
                .orElse("");
    }
}
