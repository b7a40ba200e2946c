package dev.yadori.controller.vm;

import static dev.yadori.controller.vm.Cases.start;
import static dev.yadori.controller.vm.Cases.startPaused;
import static dev.yadori.controller.vm.Cases.stop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachineSpec;
import dev.yadori.crds.v1.VirtualMachineStatus.StateChangeRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunStrategyRulesTest {

    /** A row for each strategy and life of the instance, first when the strategy takes over, then in effect. */
    @ParameterizedTest
    @CsvSource({
        "ALWAYS,           ABSENT,    Start,   Start",
        "ALWAYS,           ACTIVE,    Nothing, Nothing",
        "ALWAYS,           SUCCEEDED, Stop,    Stop",
        "ALWAYS,           FAILED,    Stop,    Stop",
        "ALWAYS,           DELETING,  Nothing, Nothing",
        "RERUN_ON_FAILURE, ABSENT,    Start,   Nothing",
        "RERUN_ON_FAILURE, ACTIVE,    Nothing, Nothing",
        "RERUN_ON_FAILURE, SUCCEEDED, Nothing, Nothing",
        "RERUN_ON_FAILURE, FAILED,    Nothing, Nothing",
        "RERUN_ON_FAILURE, DELETING,  Nothing, Nothing",
        "ONCE,             ABSENT,    Start,   Nothing",
        "ONCE,             ACTIVE,    Nothing, Nothing",
        "ONCE,             SUCCEEDED, Nothing, Nothing",
        "ONCE,             FAILED,    Nothing, Nothing",
        "ONCE,             DELETING,  Nothing, Nothing",
        "MANUAL,           ABSENT,    Nothing, Nothing",
        "MANUAL,           ACTIVE,    Nothing, Nothing",
        "MANUAL,           SUCCEEDED, Nothing, Nothing",
        "MANUAL,           FAILED,    Nothing, Nothing",
        "MANUAL,           DELETING,  Nothing, Nothing",
        "HALTED,           ABSENT,    Nothing, Nothing",
        "HALTED,           ACTIVE,    Stop,    Stop",
        "HALTED,           SUCCEEDED, Stop,    Stop",
        "HALTED,           FAILED,    Stop,    Stop",
        "HALTED,           DELETING,  Nothing, Nothing",
        "WAIT_AS_RECEIVER, ABSENT,    Nothing, Nothing",
        "WAIT_AS_RECEIVER, ACTIVE,    Nothing, Nothing",
        "WAIT_AS_RECEIVER, FAILED,    Nothing, Nothing",
        "UNRECOGNIZED,     ABSENT,    Nothing, Nothing",
        "UNRECOGNIZED,     ACTIVE,    Nothing, Nothing",
        "UNRECOGNIZED,     FAILED,    Nothing, Nothing",
    })
    void strategyDecidesWithoutRequests(RunStrategy wanted, InstanceLife life, String first, String then) {
        assertThat(named(decide(wanted, null, life))).isEqualTo(first);
        assertThat(named(decide(wanted, wanted, life))).isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource({
        "MANUAL,           ABSENT,    Start",
        "MANUAL,           SUCCEEDED, Stop",
        "MANUAL,           FAILED,    Stop",
        "MANUAL,           DELETING,  Nothing",
        "RERUN_ON_FAILURE, ABSENT,    Start",
        "RERUN_ON_FAILURE, FAILED,    Stop",
        "ALWAYS,           ABSENT,    Start",
        "HALTED,           ABSENT,    Nothing",
        "HALTED,           ACTIVE,    Stop",
    })
    void startThatIsAskedForMakesRoomFirst(RunStrategy wanted, InstanceLife life, String expected) {
        assertThat(named(decide(wanted, wanted, life, start()))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "MANUAL,           ACTIVE,    Stop",
        "MANUAL,           DELETING,  Nothing",
        "RERUN_ON_FAILURE, ACTIVE,    Stop",
        "ALWAYS,           ACTIVE,    Stop",
    })
    void stopThatIsAskedForGoesBeforeTheStrategy(RunStrategy wanted, InstanceLife life, String expected) {
        assertThat(named(decide(wanted, wanted, life, stop(Cases.VMI_UID), start())))
                .isEqualTo(expected);
    }

    @Test
    void startMayLeaveTheGuestPaused() {
        assertThat(decide(RunStrategy.ALWAYS, null, InstanceLife.ABSENT, startPaused()))
                .isEqualTo(new RunDecision.Start(true));
    }

    @Test
    void runningIsAnotherWordForAlwaysAndHalted() {
        assertThat(RunStrategyRules.wanted(spec(true))).isEqualTo(RunStrategy.ALWAYS);
        assertThat(RunStrategyRules.wanted(spec(false))).isEqualTo(RunStrategy.HALTED);
        assertThat(RunStrategyRules.wanted(spec(null))).isEqualTo(RunStrategy.HALTED);
        assertThat(RunStrategyRules.wanted(Cases.spec(RunStrategy.ONCE, "1Gi"))).isEqualTo(RunStrategy.ONCE);
    }

    private static VirtualMachineSpec spec(@Nullable Boolean running) {
        return new VirtualMachineSpec(running, null, null, null, null, List.of(), null);
    }

    private static RunDecision decide(
            RunStrategy wanted, @Nullable RunStrategy inEffect, InstanceLife life, StateChangeRequest... requests) {
        return RunStrategyRules.decide(wanted, inEffect, life, new Requests(List.of(requests)));
    }

    private static String named(RunDecision decision) {
        return decision.getClass().getSimpleName();
    }
}
