package dev.yadori.api.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.api.webhook.AdmissionAnswer;
import dev.yadori.api.webhook.AdmissionRequest;
import dev.yadori.crds.config.ClusterConfig;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvictionReviewTest {

    private static final AdmissionAnswer EVACUATED =
            AdmissionAnswer.later("Eviction triggered evacuation of VMI \"shop/web\"");
    private static final String POD = """
            {metadata: {name: virt-launcher-web, labels: {kubevirt.io: virt-launcher},
                        annotations: {kubevirt.io/domain: web}, ownerReferences: [{uid: u1}]},
             spec: {nodeName: node1, containers: []}, status: {phase: Running}}""";
    private static final String GUEST = """
            {metadata: {name: web, namespace: shop, uid: u1}, spec: {evictionStrategy: LiveMigrate, domain: {devices: {}}},
             status: {phase: Running, nodeName: node1, conditions: [{type: LiveMigratable, status: "True"}]}}""";

    private final FakeGuestFacts facts = new FakeGuestFacts();

    @ParameterizedTest
    @CsvSource({
        "LiveMigrate, True, true",
        "LiveMigrateIfPossible, True, true",
        "LiveMigrateIfPossible, False, false",
        "External, False, true",
        "None, True, false"
    })
    void strategyDecides(String strategy, String movable, boolean evacuated) {
        facts.pod(POD).guest(GUEST.replace("LiveMigrate,", strategy + ",").replace("\"True\"", '"' + movable + '"'));

        assertThat(review(false)).isEqualTo(evacuated ? EVACUATED : AdmissionAnswer.ALLOWED);
        assertThat(facts.evacuated).hasSize(evacuated ? 1 : 0);
    }

    @Test
    void guestThatMustMoveAndCannotStaysAndIsNamed() {
        facts.pod(POD).guest(GUEST.replace("\"True\"", "\"False\", message: root is local"));

        assertThat(review(false))
                .isEqualTo(AdmissionAnswer.later("VMI \"shop/web\" is configured with an eviction strategy but is not"
                        + " live-migratable: root is local"));
        assertThat(facts.evacuated).isEmpty();
    }

    @Test
    void clustersStrategyHoldsForAGuestThatStatesNone() {
        facts.pod(POD).guest(GUEST.replace("evictionStrategy: LiveMigrate, ", ""));

        assertThat(review(false)).as("None is the default").isEqualTo(AdmissionAnswer.ALLOWED);
    }

    @Test
    void dryRunIsAnsweredAlikeAndChangesNothing() {
        facts.pod(POD).guest(GUEST);

        assertThat(review(true)).isEqualTo(EVACUATED);
        assertThat(facts.evacuated).isEmpty();
    }

    @Test
    void wishIsWrittenOnce() {
        facts.pod(POD).guest(GUEST.replace("nodeName: node1", "nodeName: node1, evacuationNodeName: node1"));

        assertThat(review(false)).isEqualTo(EVACUATED);
        assertThat(facts.evacuated).isEmpty();
    }

    @Test
    void wishThatCannotBeWrittenIsTriedAgain() {
        facts.pod(POD).guest(GUEST).broken = true;

        assertThat(review(false)).isInstanceOf(AdmissionAnswer.Later.class).isNotEqualTo(EVACUATED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "phase: Running}|phase: Succeeded}",
                "kubevirt.io: virt-launcher|app: web",
                "uid: u1}]}|uid: other}]}",
                "nodeName: node1|nodeName: node3"
            })
    void podWithoutTheGuestIsNotHeldUp(String part, String otherwise) {
        facts.pod(POD.replace(part, otherwise)).guest(GUEST);

        assertThat(review(false)).isEqualTo(AdmissionAnswer.ALLOWED);
    }

    @Test
    void podOfAGuestThatIsNoMoreIsNotHeldUp() {
        facts.pod(POD);

        assertThat(review(false)).isEqualTo(AdmissionAnswer.ALLOWED);
    }

    @Test
    void podThatDoesNotExistIsNotHeldUp() {
        assertThat(review(false)).isEqualTo(AdmissionAnswer.ALLOWED);
    }

    @Test
    void targetOfAMigrationIsNotEvictedUnderTheGuest() {
        facts.pod(POD.replace("node1", "node2"))
                .guest(GUEST.replace(
                        "nodeName: node1", "nodeName: node1, migrationState: {targetPod: virt-launcher-web}"));

        assertThat(review(false)).isInstanceOf(AdmissionAnswer.Later.class);
    }

    private AdmissionAnswer review(boolean dryRun) {
        return new EvictionReview(facts, () -> ClusterConfig.DEFAULT)
                .review(new AdmissionRequest(
                        "u",
                        AdmissionRequest.Operation.CREATE,
                        "shop",
                        "virt-launcher-web",
                        "admin",
                        dryRun,
                        Optional.empty(),
                        Optional.empty()));
    }
}
