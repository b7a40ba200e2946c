package dev.yadori.controller.kubevirt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapePlannerTest {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization(new ObjectMapper(), true);
    private static final Shape MANIFEST = new Shape(2, placement("""
            {tolerations: [{key: CriticalAddonsOnly, operator: Exists}],
             affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1}]}}}
            """), Optional.empty());
    private static final Placement ASKED = placement("""
            {nodeSelector: {infra: ""}, tolerations: [{key: infra}],
             affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 5}]}}}
            """);

    @Test
    void nothingAskedIsNothingToWrite() {
        assertThat(ShapePlanner.plan(MANIFEST, Optional.empty(), Placement.ANYWHERE))
                .isEmpty();
    }

    @Test
    void whatIsAskedComesBesideTheManifest() {
        var wanted = plan(MANIFEST, 3, ASKED);

        assertThat(wanted.replicas()).isEqualTo(3);
        assertThat(wanted.placement()).isEqualTo(placement("""
                {nodeSelector: {infra: ""},
                 tolerations: [{key: CriticalAddonsOnly, operator: Exists}, {key: infra}],
                 affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1}, {weight: 5}]}}}
                """));
        assertThat(wanted.share()).contains(new Share(2, 3, ASKED.tree()));
    }

    @Test
    void nothingIsWrittenTwice() {
        var written = plan(MANIFEST, 3, ASKED);

        assertThat(ShapePlanner.plan(written, Optional.of(3), ASKED)).isEmpty();
    }

    @Test
    void whatIsNoLongerAskedIsTheManifestsAgain() {
        var written = plan(MANIFEST, 3, ASKED);

        assertThat(plan(written, null, Placement.ANYWHERE)).isEqualTo(MANIFEST);
        assertThat(ShapePlanner.plan(MANIFEST, Optional.empty(), Placement.ANYWHERE))
                .isEmpty();
    }

    @Test
    void oneOfTwoWishesIsTakenBack() {
        var written = plan(MANIFEST, 3, ASKED);

        assertThat(plan(written, null, ASKED).replicas()).isEqualTo(2);
        assertThat(plan(written, 3, Placement.ANYWHERE).placement()).isEqualTo(MANIFEST.placement());
    }

    @Test
    void anotherWishTakesThePlaceOfTheFirst() {
        var other = placement("{nodeSelector: {other: yes}}");

        var wanted = plan(plan(MANIFEST, 3, ASKED), 4, other);

        assertThat(wanted).isEqualTo(plan(MANIFEST, 4, other));
    }

    /** Someone writes a number into the object while the KubeVirt object asks for three: after that, for nothing, or for four. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "5, 5"})
    void manifestThatIsAppliedMeanwhileCountsAfterwards(int applied, int afterwards) {
        var written = plan(MANIFEST, 3, ASKED);
        var reapplied = new Shape(applied, written.placement(), written.share());

        var mended = plan(reapplied, 3, ASKED);

        assertThat(mended.replicas()).isEqualTo(3);
        assertThat(plan(mended, null, Placement.ANYWHERE).replicas()).isEqualTo(afterwards);
        assertThat(plan(mended, 4, ASKED).replicas()).isEqualTo(4);
    }

    @Test
    void rulesThatAreAppliedMeanwhileStay() {
        var written = plan(MANIFEST, 3, ASKED);
        var reapplied = new Shape(
                2, placement("{nodeSelector: {zone: a, infra: \"\"}, tolerations: [{key: new}]}"), written.share());

        var mended = plan(reapplied, 3, ASKED);

        assertThat(mended.placement().tree())
                .containsEntry("nodeSelector", Map.of("zone", "a", "infra", ""))
                .containsEntry(
                        "tolerations",
                        placement("{tolerations: [{key: new}, {key: infra}]}")
                                .tree()
                                .get("tolerations"));
        assertThat(plan(mended, null, Placement.ANYWHERE).placement())
                .isEqualTo(placement("{nodeSelector: {zone: a}, tolerations: [{key: new}]}"));
    }

    @Test
    void labelOfTheManifestKeepsItsValue() {
        var manifest = new Shape(2, placement("{nodeSelector: {zone: a}}"), Optional.empty());

        var wanted = plan(manifest, null, placement("{nodeSelector: {zone: b, infra: c}}"));

        assertThat(wanted.placement()).isEqualTo(placement("{nodeSelector: {zone: a, infra: c}}"));
        assertThat(plan(wanted, null, Placement.ANYWHERE)).isEqualTo(manifest);
    }

    @Test
    void daemonSetHasNoNumber() {
        var manifest = new Shape(null, placement("{tolerations: [{operator: Exists}]}"), Optional.empty());

        assertThat(ShapePlanner.plan(manifest, Optional.of(3), Placement.ANYWHERE))
                .isEmpty();
        assertThat(plan(manifest, 3, ASKED).replicas()).isNull();
    }

    private static Shape plan(Shape now, @Nullable Integer replicas, Placement added) {
        return ShapePlanner.plan(now, Optional.ofNullable(replicas), added).orElseThrow();
    }

    private static Placement placement(String yaml) {
        return Placement.of(SERIALIZATION.unmarshal("---\n" + yaml, Map.class));
    }
}
