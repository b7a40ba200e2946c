package dev.yadori.virtctl.why;

import dev.yadori.crds.v1.ConditionReasons;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.virtctl.cluster.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A machine that is deleted, or whose guest is being ended. */
final class LeavingRules {

    static final List<Function<Circumstances, Optional<String>>> ALL =
            List.of(LeavingRules::held, LeavingRules::ending, LeavingRules::kept);

    private static final Set<String> OURS = Set.of(
            KubeVirtNames.VMI_FINALIZER, KubeVirtNames.VM_CONTROLLER_FINALIZER, KubeVirtNames.MIGRATION_FINALIZER);

    private LeavingRules() {}

    /** The controller has said what holds it up. */
    private static Optional<String> held(Circumstances seen) {
        return isLeaving(seen.instance())
                ? seen.condition(ConditionTypes.READY, "False")
                        .filter(ready -> ready.is(ConditionReasons.POD_TERMINATING, "reason"))
                        .map(ready -> ready.word("message"))
                        .map(message -> deed(seen) + ", which is held up: " + Explanation.quote(message))
                : Optional.empty();
    }

    private static Optional<String> ending(Circumstances seen) {
        if (!isLeaving(seen.instance())) {
            return Optional.empty();
        }
        Optional<String> until = seen.pod()
                .flatMap(pod -> pod.at("metadata", "deletionTimestamp").text());
        if (until.isPresent()) {
            return Optional.of(deed(seen) + ": its guest may take until " + until.get() + " to shut down");
        }
        return foreign(seen.instance())
                .map(finalizer -> deed(seen) + ": " + kept(seen.instance(), finalizer))
                .or(() -> Optional.of(deed(seen) + ": virt-controller has to take its pod away"));
    }

    private static Optional<String> kept(Circumstances seen) {
        return isLeaving(seen.machine())
                ? Optional.of("is being deleted: "
                        + foreign(seen.machine())
                                .map(finalizer -> kept(seen.machine(), finalizer))
                                .orElse("virt-controller has to release it"))
                : Optional.empty();
    }

    private static String deed(Circumstances seen) {
        boolean forGood = !seen.machine().isPresent() || isLeaving(seen.machine());
        return forGood ? "is being deleted" : "is being stopped";
    }

    private static String kept(Tree object, String finalizer) {
        String kind = object.at("kind").text().orElse("object");
        return "the finalizer " + finalizer + " of its " + kind + " keeps it, until whoever has set it takes it away";
    }

    /** A finalizer that is nobody's of ours. */
    private static Optional<String> foreign(Tree object) {
        return object.at("metadata", "finalizers")
                .items()
                .flatMap(finalizer -> finalizer.text().stream())
                .filter(finalizer -> !OURS.contains(finalizer))
                .findFirst();
    }

    private static boolean isLeaving(Tree object) {
        return object.at("metadata", "deletionTimestamp").isPresent();
    }
}
