package dev.yadori.controller.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.migration.GuestView;
import dev.yadori.controller.node.EvictionWindow.Share;
import dev.yadori.controller.node.NodeAction.Evict;
import dev.yadori.controller.node.NodeAction.MarkOutdated;
import dev.yadori.controller.node.NodeAction.Move;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.config.MigrationRules.WorkloadUpdates;
import dev.yadori.crds.v1.KubeVirtSpec;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec.MigrationPriority;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guests of an older launcher, by what the cluster's configuration allows. */
final class WorkloadUpdateTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String NEW = "registry/launcher:2";
    private static final String OLD = "registry/launcher:1";

    private final List<GuestView> guests = new ArrayList<>();
    private final List<VirtualMachineInstanceMigration> migrations = new ArrayList<>();
    private Share evictions = new Share(10, Duration.ofMinutes(1));

    @ParameterizedTest
    @CsvSource({
        "[LiveMigrate],        True,  move",
        "[LiveMigrate],        False, stay",
        "[Evict],              True,  evict",
        "[Evict],              False, evict",
        "'[LiveMigrate,Evict]', True,  move",
        "'[LiveMigrate,Evict]', False, evict",
        "[],                   True,  stay",
        "'[LiveMigrate,Evict]', '',    stay"
    })
    void eachGoesTheWayThatIsOpenToIt(String methods, String movable, String way) {
        guest("web", OLD, movable, "");

        var actions = update(methods).actions();

        assertThat(actions.stream()
                        .filter(action -> !(action instanceof MarkOutdated))
                        .map(action -> action instanceof Move ? "move" : action instanceof Evict ? "evict" : "?")
                        .findFirst()
                        .orElse("stay"))
                .isEqualTo(way);
    }

    @Test
    void outdatedGuestIsMarkedAndOneOfTheNewImageIsNoMore() {
        guest("old", OLD, "True", "");
        guest("new", NEW, "True", "kubevirt.io/outdatedLauncherImage: \"\"");
        guest("known", OLD, "True", "kubevirt.io/outdatedLauncherImage: \"\"");
        guest("current", NEW, "True", "");

        assertThat(update("[]").actions())
                .extracting(action -> action instanceof MarkOutdated(var guest, var outdated)
                        ? guest.getMetadata().getName() + outdated
                        : "?")
                .containsExactlyInAnyOrder("oldtrue", "newfalse");
    }

    @Test
    void migrationSaysWhatItIsForAndYieldsToAllOthers() {
        guest("web", OLD, "True", "");

        var migration = moves(update("[LiveMigrate]")).getFirst().migration();

        assertThat(migration.getMetadata().getName()).startsWith("kubevirt-workload-update-");
        assertThat(migration.getMetadata().getAnnotations())
                .containsEntry("kubevirt.io/workloadUpdateMigration", "node1");
        assertThat(Objects.requireNonNull(migration.getSpec()).priority())
                .isEqualTo(MigrationPriority.SYSTEM_MAINTENANCE);
    }

    @ParameterizedTest
    @CsvSource({
        "[LiveMigrate],        True,  move",
        "[LiveMigrate],        False, stay",
        "'[LiveMigrate,Evict]', False, stay",
        "[Evict],              True,  stay",
        "[],                   True,  stay"
    })
    void guestThatWaitsForAnotherPodMovesIfThatIsAllowedAndIsNeverEvicted(String methods, String movable, String way) {
        waiting("web", NEW, movable);

        var actions = update(methods).actions();

        assertThat(actions).hasSize(way.equals("move") ? 1 : 0).allMatch(Move.class::isInstance);
    }

    @Test
    void guestThatWaitsForAnotherPodMovesByPriorityOfItsUserAndBeforeTheOutdated() {
        guest("a-old", OLD, "True", "kubevirt.io/outdatedLauncherImage: \"\"");
        waiting("waiting", OLD, "True");

        var moves = moves(update("[LiveMigrate]"));

        assertThat(moves)
                .extracting(move ->
                        Objects.requireNonNull(move.migration().getSpec()).vmiName())
                .containsExactly("waiting", "a-old");
        assertThat(moves)
                .extracting(move ->
                        Objects.requireNonNull(move.migration().getSpec()).priority())
                .containsExactly(MigrationPriority.USER_TRIGGERED, MigrationPriority.SYSTEM_MAINTENANCE);
    }

    @ParameterizedTest
    @CsvSource({"2026-01-01T11:59:50Z, 0", "2026-01-01T11:58:00Z, 1"})
    void guestThatWaitsThoughItHasMovedDoesNotMoveAgain(String moved, int moves) {
        waiting("web", NEW, "True");
        migration("web", "Succeeded", moved);

        assertThat(moves(update("[LiveMigrate]"))).hasSize(moves);
    }

    @ParameterizedTest
    @CsvSource({
        "[LiveMigrate], True,  Succeeded, 2026-01-01T11:59:50Z, 0",
        "[LiveMigrate], True,  Succeeded, 2026-01-01T11:59:30Z, 1",
        "[Evict],       False, Succeeded, 2026-01-01T11:59:50Z, 0",
        "[Evict],       False, Succeeded, 2026-01-01T11:59:30Z, 1",
        "[Evict],       True,  Running,   2026-01-01T11:59:30Z, 0"
    })
    void guestThatMovesOrHasJustMovedIsLeftAloneUntilItsImageIsShown(
            String methods, String movable, String phase, String since, int touched) {
        guest("web", OLD, movable, "kubevirt.io/outdatedLauncherImage: \"\"");
        migration("web", phase, since);

        var update = update(methods);

        assertThat(update.actions()).hasSize(touched);
        assertThat(update.wantedEvictions()).isEqualTo(methods.equals("[Evict]") ? touched : 0);
    }

    @Test
    void guestThatHasJustMovedIsLookedAtAgain() {
        guest("web", OLD, "False", "");
        migration("web", "Succeeded", "2026-01-01T11:59:50Z");

        assertThat(update("[Evict]").lookAgain()).contains(Duration.ofSeconds(5));
    }

    @Test
    void noMoreMoveThanTheClusterAllowsAndTheRestIsLookedAtSoon() {
        for (int i = 0; i < 8; i++) {
            guest("g" + i, OLD, "True", "");
        }
        migration("elsewhere", "Running", "2026-01-01T11:59:50Z");

        assertThat(moves(update("[LiveMigrate]"))).hasSize(4);
        assertThat(update("[LiveMigrate]").lookAgain()).contains(Duration.ofSeconds(5));
    }

    @Test
    void guestThatFailedToMoveWaitsForItsNextAttempt() {
        guest("web", OLD, "True", "");
        migration("web", "Failed", "2026-01-01T11:59:50Z");

        assertThat(moves(update("[LiveMigrate]"))).isEmpty();
        assertThat(update("[LiveMigrate]").lookAgain()).contains(Duration.ofSeconds(10));
    }

    @Test
    void noMoreAreEvictedThanABatchAndTheRestWaitsForTheNext() {
        for (int i = 0; i < 3; i++) {
            guest("g" + i, OLD, "False", "");
        }
        evictions = new Share(2, Duration.ofSeconds(12));

        assertThat(update("[Evict]").actions())
                .filteredOn(Evict.class::isInstance)
                .hasSize(2);
        assertThat(update("[Evict]").lookAgain()).contains(Duration.ofSeconds(12));
    }

    @Test
    void windowGrantsABatchInEachIntervalAndSaysWhenTheNextIs() {
        var rules = new WorkloadUpdates(List.of(), 3, Duration.ofMinutes(1));
        var window = new EvictionWindow();

        assertThat(window.take(2, rules, NOW)).isEqualTo(new Share(2, Duration.ofMillis(60_001)));
        assertThat(window.take(2, rules, NOW.plusSeconds(59))).isEqualTo(new Share(1, Duration.ofMillis(1001)));
        assertThat(window.take(2, rules, NOW.plusSeconds(59))).isEqualTo(new Share(0, Duration.ofMillis(1001)));
        assertThat(window.take(5, rules, NOW.plusSeconds(60))).isEqualTo(new Share(3, Duration.ofMillis(60_001)));
    }

    /** Else a look at which nobody was wanted would let two batches go within one interval. */
    @Test
    void windowBeginsWithTheFirstThatIsEvicted() {
        var rules = new WorkloadUpdates(List.of(), 3, Duration.ofMinutes(1));
        var window = new EvictionWindow();

        assertThat(window.take(0, rules, NOW)).isEqualTo(Share.NONE);
        assertThat(window.take(3, rules, NOW.plusSeconds(59)).granted()).isEqualTo(3);
        assertThat(window.take(3, rules, NOW.plusSeconds(61)).granted()).isZero();
    }

    private WorkloadUpdate update(String methods) {
        var spec = YAML.unmarshal(
                "workloadUpdateStrategy: {workloadUpdateMethods: %s}".formatted(methods), KubeVirtSpec.class);
        var config = ClusterConfig.from(spec).config();
        return new WorkloadUpdate(
                "node1", new NodeObserved(guests, migrations, migrations, config, NEW, evictions), NOW);
    }

    private static List<Move> moves(WorkloadUpdate update) {
        return update.actions().stream()
                .filter(Move.class::isInstance)
                .map(Move.class::cast)
                .toList();
    }

    private void guest(String name, String image, String movable, String labels) {
        add(
                name,
                image,
                labels,
                movable.isEmpty() ? "" : "{type: LiveMigratable, status: \"%s\", reason: R}".formatted(movable));
    }

    private void waiting(String name, String image, String movable) {
        add(name, image, "kubevirt.io/outdatedLauncherImage: \"\"".repeat(image.equals(OLD) ? 1 : 0), """
                {type: LiveMigratable, status: "%s", reason: R},
                {type: MigrationRequired, status: "True", reason: R, lastTransitionTime: "2026-01-01T11:59:00Z"}\
                """.formatted(
                        movable)
                .replace("\n", " "));
    }

    private void add(String name, String image, String labels, String conditions) {
        guests.add(new GuestView(
                YAML.unmarshal("""
                metadata: {name: %s, namespace: shop, uid: uid-%s, labels: {%s}}
                spec: {domain: {devices: {}}}
                status:
                  phase: Running
                  nodeName: node1
                  launcherContainerImageVersion: %s
                  conditions: [%s]
                """.formatted(name, name, labels, image, conditions), VirtualMachineInstance.class)));
    }

    private void migration(String guest, String phase, String since) {
        migrations.add(
                YAML.unmarshal("""
                metadata:
                  name: m
                  namespace: shop
                  uid: uid-m
                  annotations: {kubevirt.io/workloadUpdateMigration: node1}
                spec: {vmiName: %s}
                status:
                  phase: %s
                  phaseTransitionTimestamps: [{phase: %s, phaseTransitionTimestamp: "%s"}]
                """.formatted(guest, phase, phase, since), VirtualMachineInstanceMigration.class));
    }
}
