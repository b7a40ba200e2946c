package dev.yadori.handler.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatPlannerTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00.750Z");
    private static final Map<String, String> STEADY = Map.of(
            "kubernetes.io/hostname", "node1",
            "kubevirt.io/schedulable", "true",
            "kubevirt.io/cpumanager", "false",
            "cpumanager", "false",
            "machine-type.node.kubevirt.io/q35", "true");

    @ParameterizedTest
    @CsvSource({
        "2026-05-01T11:59:30Z, false",
        "2026-05-01T11:59:00Z, true",
        "2026-05-01T09:00:00Z, true",
        "2026-05-01T13:00:00Z, true",
        "yesterday, true",
        ", true",
    })
    void heartbeatIsWrittenOnceAMinute(String last, boolean due) {
        Map<String, String> annotations = last == null ? Map.of() : Map.of("kubevirt.io/heartbeat", last);
        Optional<NodePatch> patch = HeartbeatPlanner.plan(new NodeView(STEADY, annotations), facts(true, "q35"), NOW);
        assertThat(patch.isPresent()).isEqualTo(due);
        assertThat(patch.map(NodePatch::labels).orElse(Collections.emptySortedMap()))
                .isEmpty();
        assertThat(patch.map(NodePatch::annotations).orElse(Map.of("kubevirt.io/heartbeat", "2026-05-01T12:00:00Z")))
                .containsEntry("kubevirt.io/heartbeat", "2026-05-01T12:00:00Z");
    }

    @Test
    void newNodeIsToldEverythingAtOnce() {
        NodePatch patch = HeartbeatPlanner.plan(new NodeView(Map.of(), Map.of()), facts(false, "q35"), NOW)
                .orElseThrow();
        assertThat(patch.labels())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "kubevirt.io/schedulable", Optional.of("false"),
                        "kubevirt.io/cpumanager", Optional.of("false"),
                        "cpumanager", Optional.of("false"),
                        "machine-type.node.kubevirt.io/q35", Optional.of("true")));
    }

    @Test
    void changedLabelIsWrittenAtOnce() {
        NodePatch patch = HeartbeatPlanner.plan(recently(STEADY), facts(false, "q35"), NOW)
                .orElseThrow();
        assertThat(patch.labels()).isEqualTo(Map.of("kubevirt.io/schedulable", Optional.of("false")));
    }

    @Test
    void abilityThatIsGoneIsTakenBack() {
        NodePatch patch =
                HeartbeatPlanner.plan(recently(STEADY), facts(true, "pc"), NOW).orElseThrow();
        assertThat(patch.labels())
                .isEqualTo(Map.of(
                        "machine-type.node.kubevirt.io/pc", Optional.of("true"),
                        "machine-type.node.kubevirt.io/q35", Optional.empty()));
    }

    @Test
    void unknownAbilitiesChangeNothing() {
        assertThat(HeartbeatPlanner.plan(
                        recently(STEADY), new NodeFacts(true, false, new NodeFacts.Finding.Unknown("gone")), NOW))
                .isEmpty();
    }

    @Test
    void abilitiesAreNotWrittenWhereAUserForbidsIt() {
        Map<String, String> annotations = new HashMap<>(recently(STEADY).annotations());
        annotations.put("node-labeller.kubevirt.io/skip-node", "true");
        assertThat(HeartbeatPlanner.plan(new NodeView(STEADY, annotations), facts(true, "pc"), NOW))
                .isEmpty();
    }

    @Test
    void lastWordIsThatNothingIsToBePutHere() {
        assertThat(HeartbeatPlanner.farewell(recently(STEADY)).orElseThrow().labels())
                .isEqualTo(Map.of("kubevirt.io/schedulable", Optional.of("false")));
        assertThat(HeartbeatPlanner.farewell(recently(Map.of("kubevirt.io/schedulable", "false"))))
                .isEmpty();
    }

    private static NodeView recently(Map<String, String> labels) {
        return new NodeView(labels, Map.of("kubevirt.io/heartbeat", "2026-05-01T11:59:50Z"));
    }

    private static NodeFacts facts(boolean schedulable, String machine) {
        return new NodeFacts(
                schedulable,
                false,
                new NodeFacts.Finding.Known(new NodeCapabilities(
                        Set.of(machine),
                        Optional.empty(),
                        new NodeCapabilities.Models(Set.of(), Set.of()),
                        Set.of(),
                        Set.of())));
    }
}
