package dev.yadori.controller.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.migration.MigrationQueue.Entry;
import dev.yadori.crds.config.MigrationRules;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec.MigrationPriority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MigrationQueueTest {

    private static final Turn BEGIN = new Turn.Begin();

    @Test
    void anEmptyClusterLetsAnybodyBegin() {
        assertThat(turn("a", waiting("a", null, "1", "node1"))).isEqualTo(BEGIN);
    }

    @Test
    void thirdThatLeavesANodeWaits() {
        assertThat(turn("c", begun("a", "node1"), begun("b", "node1"), waiting("c", null, "1", "node1")))
                .isEqualTo(new Turn.Queue(Duration.ofSeconds(5), "2 migrations leave node node1 at once already"));
        assertThat(turn("c", begun("a", "node1"), begun("b", "node1"), waiting("c", null, "1", "node2")))
                .isEqualTo(BEGIN);
    }

    @Test
    void sixthOfTheClusterWaits() {
        List<Entry> entries = new ArrayList<>(
                IntStream.range(0, 5).mapToObj(i -> begun("r" + i, "node" + i)).toList());
        entries.add(waiting("x", MigrationPriority.USER_TRIGGERED, "1", "node9"));

        assertThat(MigrationQueue.turn("x", entries, MigrationRules.DEFAULT))
                .isEqualTo(new Turn.Queue(Duration.ofSeconds(3), "5 migrations run in the cluster at once already"));
    }

    @Test
    void drainGoesBeforeAnOlderWish() {
        Entry wish = waiting("wish", null, "1", "node1");
        Entry drain = waiting("drain", MigrationPriority.SYSTEM_CRITICAL, "2", "node1");
        Entry running = begun("a", "node1");

        assertThat(turn("drain", running, wish, drain)).isEqualTo(BEGIN);
        assertThat(turn("wish", running, wish, drain)).isInstanceOf(Turn.Queue.class);
    }

    @Test
    void olderOfTwoGoesFirst() {
        Entry older = waiting("z", null, "1", "node1");
        Entry younger = waiting("a", null, "2", "node1");

        assertThat(turn("z", begun("r", "node1"), younger, older)).isEqualTo(BEGIN);
        assertThat(turn("a", begun("r", "node1"), younger, older)).isInstanceOf(Turn.Queue.class);
    }

    @Test
    void oneThatWaitsForItsNodeKeepsNoOtherWaiting() {
        Entry stuck = waiting("stuck", MigrationPriority.SYSTEM_CRITICAL, "1", "node1");
        Entry other = waiting("other", null, "2", "node2");

        assertThat(turn("other", begun("a", "node1"), begun("b", "node1"), stuck, other))
                .isEqualTo(BEGIN);
    }

    private static Turn turn(String uid, Entry... entries) {
        return MigrationQueue.turn(uid, List.of(entries), MigrationRules.DEFAULT);
    }

    private static Entry begun(String uid, String node) {
        return new Entry(uid, true, null, "0", node);
    }

    private static Entry waiting(String uid, @Nullable MigrationPriority priority, String created, String node) {
        return new Entry(uid, false, priority, created, node);
    }
}
