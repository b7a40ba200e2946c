package dev.yadori.controller.vm;

import static dev.yadori.controller.vm.Cases.NOW;
import static dev.yadori.controller.vm.Cases.VMI_UID;
import static dev.yadori.controller.vm.Cases.instance;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.FAILED;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.RUNNING;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.SCHEDULING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineStatus.StartFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailuresTest {

    private static final StartFailure TWICE = new StartFailure(2, "an-older-one", NOW);

    @ParameterizedTest
    @CsvSource({"1, 10, 15", "2, 40, 60", "3, 90, 135", "5, 250, 300", "6, 300, 300", "100000, 300, 300"})
    void waitGrowsWithTheSquareAndHasABound(int count, int least, int most) {
        var waits = IntStream.range(0, 200)
                .mapToObj(i -> StartFailures.backOff(count, "uid-" + i))
                .toList();

        assertThat(waits)
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most)));
    }

    @Test
    void instancesWaitForDifferentTimes() {
        assertThat(IntStream.range(0, 50)
                        .mapToObj(i -> StartFailures.backOff(2, "uid-" + i))
                        .distinct())
                .hasSizeGreaterThan(10);
    }

    @Test
    void failureBeforeTheGuestRanCounts() {
        var failure = next(TWICE, RunStrategy.ALWAYS, failedAt("2026-03-01T11:59:00Z"));

        assertThat(failure)
                .isEqualTo(new StartFailure(3, VMI_UID, NOW.minusSeconds(60).plus(StartFailures.backOff(3, VMI_UID))));
    }

    @Test
    void sameFailureCountsOnce() {
        var failed = failedAt("2026-03-01T11:59:00Z");
        var once = next(null, RunStrategy.RERUN_ON_FAILURE, failed);

        assertThat(next(once, RunStrategy.RERUN_ON_FAILURE, failed)).isEqualTo(once);
    }

    @Test
    void failureStaysWhileTheNextOneStarts() {
        assertThat(next(TWICE, RunStrategy.ALWAYS, instance(SCHEDULING))).isEqualTo(TWICE);
        assertThat(next(TWICE, RunStrategy.ALWAYS, null)).isEqualTo(TWICE);
    }

    @Test
    void guestThatHasRunClearsThem() {
        var ranAndFailed = instance(
                FAILED,
                Map.of(
                        "phaseTransitionTimestamps",
                        List.of(Map.of("phase", "Running", "phaseTransitionTimestamp", "2026-03-01T11:00:00Z"))));

        assertThat(next(TWICE, RunStrategy.ALWAYS, instance(RUNNING))).isNull();
        assertThat(next(TWICE, RunStrategy.ALWAYS, ranAndFailed)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"MANUAL", "HALTED", "ONCE"})
    void whoIsNotRestartedIsNotCounted(RunStrategy strategy) {
        assertThat(next(TWICE, strategy, instance(FAILED))).isNull();
    }

    private static VirtualMachineInstance failedAt(String time) {
        return instance(
                FAILED,
                Map.of(
                        "phaseTransitionTimestamps",
                        List.of(Map.of("phase", "Failed", "phaseTransitionTimestamp", time))));
    }

    private static @Nullable StartFailure next(
            @Nullable StartFailure known, RunStrategy strategy, @Nullable VirtualMachineInstance instance) {
        return StartFailures.next(known, strategy, Optional.ofNullable(instance), NOW);
    }
}
