package dev.yadori.api.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.api.admission.Fault;
import dev.yadori.api.webhook.Admission;
import dev.yadori.api.webhook.AdmissionAnswer;
import dev.yadori.api.webhook.AdmissionAnswer.Allowed;
import dev.yadori.api.webhook.AdmissionAnswer.Denied;
import dev.yadori.api.webhook.AdmissionAnswer.Patched;
import dev.yadori.api.webhook.AdmissionRequest;
import dev.yadori.api.webhook.AdmissionRequest.Operation;
import dev.yadori.crds.config.ClusterConfig;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationRulesTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String MOVE = "{metadata: {name: move}, spec: {vmiName: web}}";
    private static final String GUEST = """
            {metadata: {name: web, namespace: shop, uid: u1}, spec: {domain: {devices: {}}},
             status: {phase: Running, nodeName: node1, activePods: {p1: node1},
                      conditions: [{type: LiveMigratable, status: "True"}]}}""";
    private static final String POD = """
            {metadata: {name: launcher, uid: p1, labels: {kubevirt.io/created-by: u1}},
             spec: {nodeName: node1, containers: [], nodeSelector: {zone: a}}}""";
    private static final String NODE = """
            {metadata: {name: %s, labels: {kubevirt.io/schedulable: "true", zone: %s}}, spec: {},
             status: {conditions: [{type: Ready, status: "True"}]}}""";

    private final FakeGuestFacts facts = new FakeGuestFacts();

    @Test
    void newMigrationGetsItsFinalizerAndLabel() throws JsonProcessingException {
        var answer = (Patched) of("/migration-mutate-create", MOVE, false);

        assertThat(answer.patch().toString())
                .contains("kubevirt.io/migrationJobFinalize")
                .contains("\"web\"");
    }

    @Test
    void guestThatRunsAndCanMoveMayMove() throws JsonProcessingException {
        facts.guest(GUEST);

        assertThat(create(MOVE)).isEqualTo(AdmissionAnswer.ALLOWED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "phase: Running|phase: Failed|spec.vmiName: cannot migrate VMI in finalized state",
                "status: \"True\"|status: \"False\", message: local disk|spec.vmiName: cannot migrate VMI which does"
                        + " not support live migration, local disk",
                "name: web|name: other|spec.vmiName: the VMI \"shop/web\" does not exist"
            })
    void guestThatCannotMoveIsRefused(String part, String otherwise, String message) throws JsonProcessingException {
        facts.guest(GUEST.replace(part, otherwise));

        assertThat(faults(create(MOVE))).containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource({"Running, false", "Pending, false", "Succeeded, true", "Failed, true"})
    void oneMigrationOfAGuestAtATime(String phase, boolean allowed) throws JsonProcessingException {
        facts.guest(GUEST)
                .migration("{metadata: {name: first, uid: m1}, spec: {vmiName: web}, status: {phase: %s}}"
                        .formatted(phase));

        AdmissionAnswer answer = create(MOVE);

        assertThat(answer instanceof Allowed).isEqualTo(allowed);
        if (!allowed) {
            assertThat(faults(answer).getFirst())
                    .contains("in-flight migration detected")
                    .contains("m1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{metadata: {name: move}, spec: {}}|spec.vmiName",
                "{metadata: {name: move}, spec: {vmiName: web, priority: system-critical}}|spec.priority",
                "{metadata: {name: move}, spec: {vmiName: web, sendTo: {migrationID: a, connectURL: b}}}|spec.sendTo",
                "{metadata: {name: move}, spec: {vmiName: web, receive: {migrationID: a}}}|spec.receive",
                "{metadata: {name: move, annotations: {yadori.dev/max-downtime-ms: soon}}, spec: {vmiName: web}}"
                        + "|metadata.annotations[yadori.dev/max-downtime-ms]"
            })
    void whatCannotBeFollowedIsNamed(String object, String field) throws JsonProcessingException {
        facts.guest(GUEST);

        assertThat(((Denied) create(object)).faults())
                .extracting(fault -> fault.field().text())
                .containsExactly(field);
    }

    @Test
    void dryRunSaysWhereTheGuestCouldGo() throws JsonProcessingException {
        facts.guest(GUEST).pod(POD).node(NODE.formatted("node1", "a")).node(NODE.formatted("node2", "a"));

        assertThat(of("/migration-validate-create", MOVE, true))
                .isEqualTo(new Allowed(List.of("the guest could go to node2, if there is room")));
        assertThat(create(MOVE)).isEqualTo(AdmissionAnswer.ALLOWED);
    }

    @Test
    void whoeverMigratesToNowhereIsToldWhy() throws JsonProcessingException {
        facts.guest(GUEST).pod(POD).node(NODE.formatted("node1", "a")).node(NODE.formatted("node2", "b"));

        assertThat(create(MOVE))
                .isEqualTo(new Allowed(
                        List.of("no node can take the guest: node1 has the guest; node2 lacks the label" + " zone=a")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{metadata: {name: move}, spec: {vmiName: other}}|false",
                "{metadata: {name: move, labels: {kubevirt.io/vmi-name: other}}, spec: {vmiName: web}}|false",
                "{metadata: {name: move, labels: {kubevirt.io/vmi-name: web, mine: too}}, spec: {vmiName: web}}|true",
                "{metadata: {name: move, deletionTimestamp: now}, spec: {vmiName: other}}|true"
            })
    void migrationStaysAsItWasAskedFor(String after, boolean allowed) throws JsonProcessingException {
        String before = "{metadata: {name: move, labels: {kubevirt.io/vmi-name: web}}, spec: {vmiName: web}}";

        AdmissionAnswer answer = rule("/migration-validate-update")
                .review(request(Operation.UPDATE, tree(after), Optional.of(tree(before)), false));

        assertThat(answer instanceof Allowed).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void whoAllowsPostCopyIsToldThatThereIsNone(boolean allowed, int warnings) throws JsonProcessingException {
        var answer = of(
                "/migration-policy-validate-create",
                "{metadata: {name: p}, spec: {selectors: {namespaceSelector: {a: b}}, allowPostCopy: %s}}"
                        .formatted(allowed),
                false);

        assertThat(((Allowed) answer).warnings())
                .hasSize(warnings)
                .allMatch(warning -> warning.startsWith("spec.allowPostCopy: post-copy is not supported yet"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{selectors: {namespaceSelector: {a: b}}, maxDowntimeMs: 10}|",
                "{}|spec.selectors",
                "{selectors: {}, completionTimeoutPerGiB: -1}|spec.completionTimeoutPerGiB",
                "{selectors: {}, bandwidthPerMigration: -5Mi}|spec.bandwidthPerMigration"
            })
    void policyIsForSomebodyAndCanBeFollowed(String spec, String field) throws JsonProcessingException {
        AdmissionAnswer answer =
                of("/migration-policy-validate-create", "{metadata: {name: p}, spec: %s}".formatted(spec), false);

        List<String> fields = answer instanceof Denied(List<Fault> faults)
                ? faults.stream().map(fault -> fault.field().text()).toList()
                : List.of();
        assertThat(fields).isEqualTo(field == null ? List.of() : List.of(field));
    }

    private AdmissionAnswer create(String object) throws JsonProcessingException {
        return of("/migration-validate-create", object, false);
    }

    private AdmissionAnswer of(String path, String object, boolean dryRun) throws JsonProcessingException {
        return rule(path).review(request(Operation.CREATE, tree(object), Optional.empty(), dryRun));
    }

    private Admission rule(String path) {
        return Objects.requireNonNull(MigrationWebhooks.of("yadori", () -> ClusterConfig.DEFAULT, facts)
                .get(path));
    }

    private static AdmissionRequest request(
            Operation operation, ObjectNode object, Optional<ObjectNode> old, boolean dryRun) {
        return new AdmissionRequest("u", operation, "shop", "move", "somebody", dryRun, Optional.of(object), old);
    }

    private static ObjectNode tree(String yaml) throws JsonProcessingException {
        JsonNode tree = YAML.readTree(yaml);
        return (ObjectNode) tree;
    }

    private static List<String> faults(AdmissionAnswer answer) {
        return ((Denied) answer).faults().stream().map(Fault::toString).toList();
    }
}
