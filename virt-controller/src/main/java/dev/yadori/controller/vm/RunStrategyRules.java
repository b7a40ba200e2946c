package dev.yadori.controller.vm;

import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachineSpec;
import dev.yadori.crds.v1.VirtualMachineStatus.StateChangeAction;
import org.jspecify.annotations.Nullable;

/** When a VirtualMachine starts and stops, for each run strategy. */
final class RunStrategyRules {

    private RunStrategyRules() {}

    /** The strategy that the user wants; neither field means Halted. */
    static RunStrategy wanted(@Nullable VirtualMachineSpec spec) {
        if (spec == null) {
            return RunStrategy.HALTED;
        }
        if (spec.runStrategy() != null) {
            return spec.runStrategy();
        }
        return Boolean.TRUE.equals(spec.running()) ? RunStrategy.ALWAYS : RunStrategy.HALTED;
    }

    /**
     * What a strategy and the first request ask for.
     *
     * @param inEffect the strategy that was followed last, null at first: Once and RerunOnFailure start by themselves only
     *     when they take over
     */
    static RunDecision decide(
            RunStrategy wanted, @Nullable RunStrategy inEffect, InstanceLife life, Requests requests) {
        if (life == InstanceLife.DELETING) {
            return new RunDecision.Nothing();
        }
        if (wanted == RunStrategy.HALTED) {
            return life == InstanceLife.ABSENT ? new RunDecision.Nothing() : new RunDecision.Stop();
        }
        return requests.first()
                .map(action -> byRequest(action, life, requests))
                .orElseGet(() -> byStrategy(wanted, inEffect, life));
    }

    /** A start that meets an instance which has ended makes room first. */
    private static RunDecision byRequest(StateChangeAction action, InstanceLife life, Requests requests) {
        return action == StateChangeAction.START && life == InstanceLife.ABSENT
                ? new RunDecision.Start(requests.startsPaused())
                : new RunDecision.Stop();
    }

    private static RunDecision byStrategy(RunStrategy wanted, @Nullable RunStrategy inEffect, InstanceLife life) {
        return switch (wanted) {
            case ALWAYS -> always(life);
            case RERUN_ON_FAILURE, ONCE ->
                life == InstanceLife.ABSENT && inEffect != wanted
                        ? new RunDecision.Start(false)
                        : new RunDecision.Nothing();
            case HALTED -> new RunDecision.Stop();
            // A receiver is made by a migration from another cluster, which is not served yet.
            case MANUAL, WAIT_AS_RECEIVER, UNRECOGNIZED -> new RunDecision.Nothing();
        };
    }

    private static RunDecision always(InstanceLife life) {
        return switch (life) {
            case ABSENT -> new RunDecision.Start(false);
            case SUCCEEDED, FAILED -> new RunDecision.Stop();
            case ACTIVE, DELETING -> new RunDecision.Nothing();
        };
    }

    /** Whether a guest that fails is started again without anybody asking. */
    static boolean restartsFailed(RunStrategy strategy) {
        return strategy == RunStrategy.ALWAYS || strategy == RunStrategy.RERUN_ON_FAILURE;
    }
}
