package dev.yadori.virtctl.why;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineSpec;
import dev.yadori.crds.v1.VirtualMachineStatus;
import dev.yadori.crds.v1.VirtualMachineStatus.StartFailure;
import dev.yadori.crds.v1.VirtualMachineStatus.StateChangeAction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

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
                                + Explanation.orElse(
                                        Objects.requireNonNullElse(failure.message(), ""), "nobody says why"))
                : Optional.empty();
    }

    private static Optional<String> failing(Circumstances seen) {
        return seen.isOff()
                ? status(seen).map(VirtualMachineStatus::startFailure).map(failure -> failing(seen, failure))
                : Optional.empty();
    }

    private static String failing(Circumstances seen, StartFailure failure) {
        int count = Objects.requireNonNullElse(failure.consecutiveFailCount(), 1);
        return "has failed " + (count == 1 ? "to start" : "to start " + count + " times in a row")
                + (failure.retryAfterTimestamp() == null
                        ? ""
                        : " and is tried again at " + failure.retryAfterTimestamp())
                + ": " + cause(seen);
    }

    private static Optional<String> asked(Circumstances seen) {
        return seen.isOff()
                ? status(seen).stream()
                        .flatMap(status -> status.stateChangeRequests().stream())
                        .filter(request -> request.action() == StateChangeAction.START)
                        .findFirst()
                        .map(_ -> "was asked to start, and virt-controller has not made its instance yet")
                : Optional.empty();
    }

    /** Its guest has come to an end, and it is not to be started again by itself. */
    private static Optional<String> ended(Circumstances seen) {
        if (!seen.isOff() || seen.instance().isEmpty()) {
            return Optional.empty();
        }
        boolean again = strategy(seen).filter(RunStrategy.ALWAYS::equals).isPresent();
        if (again || strategy(seen).filter(RunStrategy.HALTED::equals).isPresent()) {
            return Optional.empty();
        }
        String policy = strategy(seen)
                .map(strategy -> ", and its runStrategy " + strategy.wire() + " starts it no more")
                .orElse("");
        return Optional.of(
                seen.isIn(VirtualMachineInstancePhase.SUCCEEDED)
                        ? "has ended: its guest has shut down" + policy
                        : "has failed: " + cause(seen) + policy);
    }

    private static Optional<String> stopped(Circumstances seen) {
        return seen.machine()
                .filter(_ -> seen.isOff())
                .flatMap(_ -> strategy(seen))
                .flatMap(strategy -> switch (strategy) {
                    case HALTED ->
                        Optional.of("is stopped: its runStrategy is Halted, which '" + start(seen) + "' changes");
                    case MANUAL -> Optional.of("is stopped: its runStrategy Manual waits for '" + start(seen) + "'");
                    case WAIT_AS_RECEIVER -> Optional.of("waits for a guest that comes from another cluster");
                    case ONCE, ALWAYS, RERUN_ON_FAILURE, UNRECOGNIZED -> Optional.empty();
                });
    }

    private static Optional<String> overlooked(Circumstances seen) {
        if (seen.machine().isEmpty() || !seen.isOff()) {
            return Optional.empty();
        }
        String strategy = strategy(seen).map(RunStrategy::wire).orElse("");
        return Optional.of("should run, as its runStrategy " + strategy
                + " says, but virt-controller has not made its instance yet: see whether that runs");
    }

    private static String start(Circumstances seen) {
        return "kubectl virt start " + seen.name();
    }

    /** Why the last guest has ended. */
    private static String cause(Circumstances seen) {
        return seen.instance()
                .flatMap(_ -> seen.condition(ConditionTypes.SYNCHRONIZED, "False"))
                .or(() -> seen.instance().flatMap(_ -> seen.condition(ConditionTypes.READY, "False")))
                .map(Condition::message)
                .or(() -> seen.warning(seen.instance()))
                .or(() -> seen.warning(seen.machine()))
                .map(Explanation::quote)
                .orElse("its guest has ended by itself, so look at its console");
    }

    private static Optional<VirtualMachineStatus> status(Circumstances seen) {
        return seen.machine().map(VirtualMachine::getStatus);
    }

    /** What the user wants; Halted where nothing is said. */
    private static Optional<RunStrategy> strategy(Circumstances seen) {
        return seen.machine().map(VirtualMachine::getSpec).map(AbsentRules::strategy);
    }

    private static RunStrategy strategy(VirtualMachineSpec spec) {
        if (spec.runStrategy() != null) {
            return spec.runStrategy();
        }
        return Boolean.TRUE.equals(spec.running()) ? RunStrategy.ALWAYS : RunStrategy.HALTED;
    }
}
