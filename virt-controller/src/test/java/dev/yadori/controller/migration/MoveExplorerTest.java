package dev.yadori.controller.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Random histories of a migration with the real planners: writes that are lost, refused or done without an answer, restarts,
 * cancels, pods and guests that end, in any order. Never two guests, never none without a cause, and each history comes to an end.
 * A run that fails is named by its seed. -Dyadori.explore=N makes it N histories.
 */
final class MoveExplorerTest {

    private static final int RUNS = Integer.getInteger("yadori.explore", 20_000);
    private static final int DISTURBED = 120;
    private static final int QUIET = 600;

    /** What became of a guest. */
    private enum End {
        MOVED,
        STAYED,
        ENDED
    }

    @Test
    void guestIsNeverDoubledAndNeverLost() {
        Map<End, Integer> ends = new EnumMap<>(End.class);
        for (int seed = 0; seed < RUNS; seed++) {
            try {
                ends.merge(history(seed), 1, Integer::sum);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }

        assertThat(ends).as("histories of each kind").containsOnlyKeys(End.values());
        assertThat(ends.get(End.MOVED)).isGreaterThan(RUNS / 20);
        assertThat(ends.get(End.STAYED)).isGreaterThan(RUNS / 20);
    }

    private static End history(int seed) {
        var world = new ModelWorld(seed);
        var migration = new ModelControllers(world);
        var guest = new ModelControllers(world);
        boolean eventful = seed % 4 != 0;
        for (int i = 0; i < DISTURBED; i++) {
            deed(world, migration, guest);
            if (eventful) {
                disturbance(world, migration, guest);
            }
            check(world);
        }
        for (int i = 0; i < QUIET; i++) {
            deed(world, migration, guest);
            check(world);
        }
        return settled(world);
    }

    private static void deed(ModelWorld world, ModelControllers migration, ModelControllers guest) {
        switch (world.random.nextInt(7)) {
            case 0, 1 -> migration.migration();
            case 2 -> guest.guest();
            case 3 -> world.sourceHandler();
            case 4 -> world.targetHandler();
            case 5 -> world.hypervisors();
            default -> world.kubelets();
        }
        world.now = world.now.plus(Duration.ofSeconds(world.random.nextInt(4)));
    }

    private static void disturbance(ModelWorld world, ModelControllers migration, ModelControllers guest) {
        switch (world.random.nextInt(240)) {
            case 0 -> world.cancel();
            case 1 -> world.shutdown();
            case 2 -> world.endTarget(false);
            case 3, 4, 5, 6, 7, 8 -> migration.restart();
            case 9, 10, 11, 12 -> guest.restart();
            case 13 -> world.now = world.now.plusSeconds(1_000);
            default -> {}
        }
    }

    private static void check(ModelWorld world) {
        assertThat(world.runsAtSource && world.runsAtTarget).as("two guests").isFalse();
        boolean somewhere = world.runsAtSource || world.runsAtTarget || world.job == ModelWorld.Job.SWITCHING;
        assertThat(somewhere || world.ended).as("a guest, or a cause why not").isTrue();
        assertThat(somewhere && world.guest.hasEnded())
                .as("a guest that runs is called ended")
                .isFalse();
    }

    private static End settled(ModelWorld world) {
        assertThat(MigrationPlanner.isFinal(world.migration))
                .as("the migration has ended")
                .isTrue();
        assertThat(world.guest.targetLabel).as("label of the target").isNull();
        if (world.ended) {
            assertThat(world.guest.hasEnded())
                    .as("the end of the guest is known")
                    .isTrue();
            return End.ENDED;
        }
        assertThat(world.guest.phase).isEqualTo(VirtualMachineInstancePhase.RUNNING);
        String pod = world.runsAtTarget ? Moves.TARGET : Moves.SOURCE;
        String node = world.runsAtTarget ? "node2" : "node1";
        assertThat(world.guest.activePods).isEqualTo(Map.of("uid-" + pod, node));
        assertThat(world.guest.nodeLabel).isEqualTo(node);
        assertThat(world.guest.node).isEqualTo(node);
        return world.runsAtTarget ? End.MOVED : End.STAYED;
    }
}
