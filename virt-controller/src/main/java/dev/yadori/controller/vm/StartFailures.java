package dev.yadori.controller.vm;

import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineStatus.StartFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Failed starts in a row: an instance that failed before its guest ever ran. */
final class StartFailures {

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** More failures than this wait no longer, and squares of large counts would overflow. */
    private static final int LARGEST_COUNT = 100;

    private StartFailures() {}

    /** The record of failures after what is seen now; null once the guest has run, or where nobody restarts it. */
    static @Nullable StartFailure next(
            @Nullable StartFailure known, RunStrategy wanted, Optional<VirtualMachineInstance> instance, Instant now) {
        if (!RunStrategyRules.restartsFailed(wanted)
                || instance.filter(InstanceLife::hasRun).isPresent()) {
            return null;
        }
        return instance.filter(found -> InstanceLife.of(Optional.of(found)) == InstanceLife.FAILED)
                .filter(found -> known == null
                        || !Objects.equals(
                                known.lastFailedVMIUID(), found.getMetadata().getUid()))
                .map(found -> failedAgain(known, found, now))
                .orElse(known);
    }

    private static StartFailure failedAgain(@Nullable StartFailure known, VirtualMachineInstance failed, Instant now) {
        int count = 1 + (known == null || known.consecutiveFailCount() == null ? 0 : known.consecutiveFailCount());
        var uid = failed.getMetadata().getUid();
        var failedAt =
                InstanceLife.reached(failed, VirtualMachineInstancePhase.FAILED).orElse(now);
        return new StartFailure(count, uid, failedAt.plus(backOff(count, uid)));
    }

    /**
     * How long to wait: 10 s times the square of the count and up to half of it more, 300 s at most. The surplus comes from
     * the UID, which differs between instances and makes the same observation give the same time.
     */
    static Duration backOff(int count, String uid) {
        long steps = Math.min(count, LARGEST_COUNT);
        var base = STEP.multipliedBy(steps * steps);
        double share = Math.floorMod(uid.hashCode(), 1_000) / 2_000.0;
        var wait = base.plusMillis((long) (base.toMillis() * share));
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
