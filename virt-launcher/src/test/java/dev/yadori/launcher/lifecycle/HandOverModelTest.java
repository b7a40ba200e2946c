package dev.yadori.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.lifecycle.HandOverModel.Verdict;
import dev.yadori.launcher.lifecycle.HandOverModel.World;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Every order of losses, restarts and deaths, to the end. */
class HandOverModelTest {
    private final HandOverModel model = new HandOverModel(true);
    private final Map<World, List<World>> worlds = model.explore();

    @Test
    void neverRunsTwice() {
        assertThat(worlds.keySet())
                .hasSizeGreaterThan(100)
                .allSatisfy(world -> assertThat(world.runsThere() && world.mayRunHere())
                        .as(() -> "by way of " + model.way(world))
                        .isFalse());
    }

    @Test
    void alwaysComesToRunSomewhereOrToBeKnownAsLost() {
        assertThat(worlds.keySet())
                .allSatisfy(world -> assertThat(isReachable(world, HandOverModelTest::isSettled))
                        .as(() -> "from " + model.way(world))
                        .isTrue());
    }

    /** Where nothing happens any more, a guest runs or somebody was told why not. */
    @Test
    void standsStillOnlyWhereItIsSettled() {
        assertThat(worlds.entrySet().stream()
                        .filter(entry -> entry.getValue().isEmpty())
                        .map(Map.Entry::getKey))
                .isNotEmpty()
                .allMatch(HandOverModelTest::isSettled);
    }

    @Test
    void nobodyIsToldThatARunningGuestIsLost() {
        assertThat(worlds.keySet())
                .filteredOn(world -> world.verdict() != Verdict.NONE)
                .isNotEmpty()
                .noneMatch(world -> world.mayRunHere() || world.runsThere());
    }

    @Test
    void withoutTheTargetStayingPausedAGuestWouldRunTwice() {
        var careless = new HandOverModel(false).explore();

        assertThat(careless.keySet()).anyMatch(world -> world.runsThere() && world.runsHere());
    }

    private static boolean isSettled(World world) {
        return world.runsHere() || world.runsThere() || world.verdict() != Verdict.NONE;
    }

    private boolean isReachable(World from, Predicate<World> goal) {
        var seen = new HashSet<>(List.of(from));
        var open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            var world = open.remove();
            if (goal.test(world)) {
                return true;
            }
            worlds.getOrDefault(world, List.of()).stream().filter(seen::add).forEach(open::add);
        }
        return false;
    }
}
