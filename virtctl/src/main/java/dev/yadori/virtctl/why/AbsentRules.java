package dev.yadori.virtctl.why;

import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.virtctl.cluster.Tree;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A machine without a guest: none was made, or the last one has ended. */
final class AbsentRules {

    static final List<Function<Circumstances, Optional<String>>> ALL = List.of(
            AbsentRules::refused,
            AbsentRules::failing,
            AbsentRules::asked,
            AbsentRules::ended,
            AbsentRules::stopped,
            AbsentRules::overlooked);

    private AbsentRules() {}

    /** The API server does not take the instance. */
    private static Optional<String> refused(Circumstances seen) {
        return seen.isOff()
                ? seen.own(ConditionTypes.FAILURE)
                        .map(failure -> "cannot be started: its instance is refused: "
                                + Explanation.orElse(failure.word("message"), "nobody says why"))
                : Optional.empty();
    }

    private static Optional<String> failing(Circumstances seen) {
        return seen.isOff()
                ? Optional.of(seen.machine().at("status", "startFailure"))
                        .filter(Tree::isPresent)
                        .map(failure -> failing(seen, failure))
                : Optional.empty();
    }

    private static String failing(Circumstances seen, Tree failure) {
        String count = failure.at("consecutiveFailCount").text().orElse("1");
        return "has failed " + (count.equals("1") ? "to start" : "to start " + count + " times in a row")
                + failure.at("retryAfterTimestamp")
                        .text()
                        .map(time -> " and is tried again at " + time)
                        .orElse("")
                + ": " + cause(seen);
    }

    private static Optional<String> asked(Circumstances seen) {
        return seen.isOff()
                ? seen.machine()
                        .at("status", "stateChangeRequests")
                        .items()
                        .filter(request -> request.is("Start", "action"))
                        .findFirst()
                        .map(_ -> "was asked to start, and virt-controller has not made its instance yet")
                : Optional.empty();
    }

    /** Its guest has come to an end, and it is not to be started again by itself. */
    private static Optional<String> ended(Circumstances seen) {
        if (!seen.isOff() || !seen.instance().isPresent()) {
            return Optional.empty();
        }
        String strategy = strategy(seen);
        if (strategy.equals("Always") || strategy.equals("Halted")) {
            return Optional.empty();
        }
        String policy = strategy.isEmpty() ? "" : ", and its runStrategy " + strategy + " starts it no more";
        return Optional.of(
                seen.isIn("Succeeded")
                        ? "has ended: its guest has shut down" + policy
                        : "has failed: " + cause(seen) + policy);
    }

    private static Optional<String> stopped(Circumstances seen) {
        if (!seen.isOff()) {
            return Optional.empty();
        }
        return switch (strategy(seen)) {
            case "Halted" -> Optional.of("is stopped: its runStrategy is Halted, which '" + start(seen) + "' changes");
            case "Manual" -> Optional.of("is stopped: its runStrategy Manual waits for '" + start(seen) + "'");
            case "WaitAsReceiver" -> Optional.of("waits for a guest that comes from another cluster");
            default -> Optional.empty();
        };
    }

    private static Optional<String> overlooked(Circumstances seen) {
        if (!seen.machine().isPresent() || !seen.isOff()) {
            return Optional.empty();
        }
        return Optional.of("should run, as its runStrategy " + strategy(seen)
                + " says, but virt-controller has not made its instance yet: see whether that runs");
    }

    private static String start(Circumstances seen) {
        return "kubectl virt start " + seen.name();
    }

    /** Why the last guest has ended. */
    private static String cause(Circumstances seen) {
        return Stream.of(ConditionTypes.SYNCHRONIZED, ConditionTypes.READY)
                .filter(_ -> seen.instance().isPresent())
                .flatMap(type -> seen.condition(type, "False").stream())
                .findFirst()
                .flatMap(condition -> condition.at("message").text())
                .or(() -> seen.warning(seen.instance()))
                .or(() -> seen.warning(seen.machine()))
                .map(Explanation::quote)
                .orElse("its guest has ended by itself, so look at its console");
    }

    /** What the user wants of a machine: Halted where nothing is said; empty where there is no machine. */
    private static String strategy(Circumstances seen) {
        Tree spec = seen.machine().at("spec");
        String otherwise = !spec.isPresent() ? "" : spec.isTrue("running") ? "Always" : "Halted";
        return spec.at("runStrategy").text().orElse(otherwise);
    }
}
