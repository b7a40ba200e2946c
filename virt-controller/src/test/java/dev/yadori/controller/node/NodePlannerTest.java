package dev.yadori.controller.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.migration.GuestView;
import dev.yadori.controller.node.NodeAction.CallOff;
import dev.yadori.controller.node.NodeAction.ClearWish;
import dev.yadori.controller.node.NodeAction.Move;
import dev.yadori.controller.node.NodeAction.Name;
import dev.yadori.controller.node.NodeAction.RememberDrain;
import dev.yadori.controller.node.NodeAction.StopScheduling;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec.MigrationPriority;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodePlannerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String BEATING = "kubevirt.io/heartbeat: \"2026-01-01T11:59:30Z\"";
    private static final String WISHED = "evacuationNodeName: node1";
    private static final String TAINT = "taints: [{key: kubevirt.io/drain, effect: NoSchedule}]";

    private final List<GuestView> guests = new ArrayList<>();
    private final List<VirtualMachineInstanceMigration> migrations = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // heartbeat | Ready | label | stops
                "2026-01-01T11:59:30Z|True|true|false",
                "2026-01-01T11:55:01Z|True|true|false",
                "2026-01-01T11:54:59Z|True|true|true",
                "2026-01-01T11:54:59Z|True|false|false",
                "2026-01-01T11:57:41Z|Unknown|true|false",
                "2026-01-01T11:57:39Z|Unknown|true|true"
            })
    void nodeWhoseHandlerIsSilentTakesNoMoreGuests(String beat, String ready, String label, boolean stops) {
        Node node = node("kubevirt.io/heartbeat: \"%s\"".formatted(beat), label, "", ready);

        assertThat(plan(node).actions().contains(new StopScheduling())).isEqualTo(stops);
    }

    @Test
    void silenceIsLookedForWhenItWouldBegin() {
        assertThat(plan(node(BEATING, "true", "", "True")).lookAgain()).contains(Duration.ofSeconds(271));
    }

    @Test
    void guestThatIsToldToLeaveGetsAMigrationOfTheSystem() {
        guest("web", WISHED);

        NodePlan plan = plan(cordoned());

        assertThat(plan.actions()).contains(new RememberDrain(true));
        VirtualMachineInstanceMigration migration = moves(plan).getFirst().migration();
        assertThat(migration.getMetadata().getName()).startsWith("kubevirt-evacuation-");
        assertThat(migration.getMetadata().getAnnotations()).containsEntry("kubevirt.io/evacuationMigration", "node1");
        assertThat(spec(migration).priority()).isEqualTo(MigrationPriority.SYSTEM_CRITICAL);
    }

    @Test
    void sameAttemptHasTheSameNameAndTheNextAnother() {
        guest("web", WISHED);
        String first =
                moves(plan(cordoned())).getFirst().migration().getMetadata().getName();
        assertThat(moves(plan(cordoned())).getFirst().migration().getMetadata().getName())
                .isEqualTo(first);

        migration("web", "one", "Failed", "2026-01-01T11:00:00Z");

        assertThat(moves(plan(cordoned())).getFirst().migration().getMetadata().getName())
                .isNotEqualTo(first);
    }

    @Test
    void guestThatMovesAlreadyIsLeftAlone() {
        guest("web", WISHED);
        migration("web", "one", "Running", "2026-01-01T11:59:50Z");

        assertThat(moves(plan(cordoned()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 20", "2, 40", "3, 80", "5, 300", "9, 300"})
    void eachFailureDoublesThePause(int failures, int seconds) {
        guest("web", WISHED);
        for (int i = 0; i < failures; i++) {
            migration("web", "m" + i, "Failed", "2026-01-01T11:59:5" + i + "Z");
        }
        Instant last = Instant.parse("2026-01-01T11:59:5" + (failures - 1) + "Z");

        NodePlan early = planAt(cordoned(), last.plusSeconds(seconds).minusMillis(1));
        NodePlan due = planAt(cordoned(), last.plusSeconds(seconds));

        assertThat(moves(early)).isEmpty();
        assertThat(early.lookAgain()).contains(Duration.ofMillis(1));
        assertThat(moves(due)).hasSize(1);
    }

    @Test
    void taintMakesAllLeaveThatMay() {
        guest("a", "");
        guest("b", "", "evictionStrategy: None");
        guest("c", "", "evictionStrategy: External");
        guest("d", "", "evictionStrategy: LiveMigrateIfPossible");

        NodePlan plan = plan(node(BEATING, "true", TAINT, "True"));

        assertThat(moves(plan))
                .extracting(move -> spec(move.migration()).vmiName())
                .containsExactly("a", "d");
    }

    @Test
    void guestThatCannotLeaveIsNamed() {
        guest(
                "rooted",
                WISHED.concat(
                        "\n  conditions: [{type: LiveMigratable, status: \"False\", reason: Disks, message: local}]"));

        assertThat(plan(cordoned()).actions())
                .filteredOn(Name.class::isInstance)
                .singleElement()
                .extracting(action -> ((Name) action).message())
                .isEqualTo("the guest shall leave node node1 and cannot: Disks: local");
    }

    @Test
    void noMoreAreAskedForThanCanMoveAtOnce() {
        for (int i = 0; i < 8; i++) {
            guest("g" + i, WISHED);
        }
        migration("g0", "one", "Pending", "2026-01-01T11:59:50Z");

        assertThat(moves(plan(cordoned()))).hasSize(4);
    }

    @Test
    void uncordonClearsTheWishAndCallsOffWhatHasNotBegun() {
        guest("web", WISHED);
        guest("db", WISHED);
        migration("web", "waits", "Pending", "2026-01-01T11:59:50Z");
        migration("db", "moves", "Running", "2026-01-01T11:59:50Z");
        Node node = node(BEATING + ", yadori.dev/draining: \"true\"", "true", "", "True");

        NodePlan plan = plan(node);

        assertThat(plan.actions()).filteredOn(ClearWish.class::isInstance).hasSize(2);
        assertThat(plan.actions())
                .filteredOn(CallOff.class::isInstance)
                .singleElement()
                .extracting(
                        action -> ((CallOff) action).migration().getMetadata().getName())
                .isEqualTo("waits");
        assertThat(plan.actions()).contains(new RememberDrain(false));
        assertThat(moves(plan)).isEmpty();
    }

    @Test
    void wishOfANodeThatWasLeftIsCleared() {
        guest("web", "evacuationNodeName: node7");

        assertThat(plan(node(BEATING, "true", "", "True")).actions())
                .filteredOn(ClearWish.class::isInstance)
                .hasSize(1);
    }

    private NodePlan plan(Node node) {
        return planAt(node, NOW);
    }

    private NodePlan planAt(Node node, Instant at) {
        return NodePlanner.plan(
                node,
                new NodeObserved(guests, migrations, List.of(), ClusterConfig.DEFAULT, "", EvictionWindow.Share.NONE),
                at);
    }

    private static List<Move> moves(NodePlan plan) {
        return plan.actions().stream()
                .filter(Move.class::isInstance)
                .map(Move.class::cast)
                .toList();
    }

    private static VirtualMachineInstanceMigrationSpec spec(VirtualMachineInstanceMigration migration) {
        return Objects.requireNonNull(migration.getSpec());
    }

    private static Node cordoned() {
        return node("", "true", "unschedulable: true", "True");
    }

    private static Node node(String annotations, String schedulable, String spec, String ready) {
        return YAML.unmarshal(
                "---\n{metadata: {name: node1, labels: {kubevirt.io/schedulable: \"%s\"}, annotations: {%s}}, spec: {%s}, status: {conditions: [{type: Ready, status: \"%s\"}]}}"
                        .formatted(schedulable, annotations, spec, ready),
                Node.class);
    }

    private void guest(String name, String status) {
        guest(name, status, "evictionStrategy: LiveMigrate");
    }

    private void guest(String name, String status, String spec) {
        String yaml = """
                metadata: {name: %s, namespace: shop, uid: uid-%s}
                spec: {%s, domain: {devices: {}}}
                status:
                  phase: Running
                  nodeName: node1
                  %s
                """.formatted(name, name, spec, status);
        guests.add(new GuestView(YAML.unmarshal(yaml, VirtualMachineInstance.class)));
    }

    private void migration(String guest, String name, String phase, String since) {
        String yaml = """
                metadata:
                  name: %s
                  namespace: shop
                  uid: uid-%s
                  annotations: {kubevirt.io/evacuationMigration: node1}
                spec: {vmiName: %s}
                status:
                  phase: %s
                  phaseTransitionTimestamps: [{phase: %s, phaseTransitionTimestamp: "%s"}]
                """.formatted(name, name, guest, phase, phase, since);
        migrations.add(YAML.unmarshal(yaml, VirtualMachineInstanceMigration.class));
    }
}
