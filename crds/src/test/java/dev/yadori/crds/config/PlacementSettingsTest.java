package dev.yadori.crds.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.crds.v1.KubeVirtSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementSettingsTest {

    private static final String PATH_OF_TERMS = "spec.infra.nodePlacement.affinity.nodeAffinity"
            + ".requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";

    @Test
    void whatIsSaidIsRead() throws JsonProcessingException {
        var reading = read("""
                infra:
                  replicas: 3
                  nodePlacement: {nodeSelector: {example.com/infra: ""}}
                workloads:
                  nodePlacement: {tolerations: [{key: guests, operator: Exists, effect: NoSchedule}]}
                """);

        assertThat(reading.violations()).isEmpty();
        assertThat(reading.settings().replicas()).contains(3);
        assertThat(reading.settings().infra().nodeSelector()).containsEntry("example.com/infra", "");
        assertThat(reading.settings().workloads().tolerations())
                .singleElement()
                .satisfies(one -> assertThat(one.getKey()).isEqualTo("guests"));
    }

    @Test
    void whatIsNotSaidIsLeftToTheManifests() throws JsonProcessingException {
        var settings = read("{}").settings();

        assertThat(settings.replicas()).isEmpty();
        assertThat(settings.infra().nodeSelector()).isEmpty();
        assertThat(settings.workloads().affinity()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "infra: {replicas: 0}|spec.infra.replicas",
                "infra: {nodePlacement: {nodeSelector: {a b: c}}}|spec.infra.nodePlacement.nodeSelector",
                "workloads: {nodePlacement: {nodeSelector: {a: b c}}}|spec.workloads.nodePlacement.nodeSelector[a]",
                "workloads: {nodePlacement: {tolerations: [{operator: Exists}, {key: a, operator: Is}]}}"
                        + "|spec.workloads.nodePlacement.tolerations[1].operator",
                "infra: {nodePlacement: {tolerations: [{key: a, effect: No}]}}"
                        + "|spec.infra.nodePlacement.tolerations[0].effect",
                "infra: {nodePlacement: {tolerations: [{operator: Equal}]}}"
                        + "|spec.infra.nodePlacement.tolerations[0].operator",
                "infra: {nodePlacement: {tolerations: [{key: a, operator: Exists, value: b}]}}"
                        + "|spec.infra.nodePlacement.tolerations[0].value",
                "infra: {nodePlacement: {tolerations: [{key: a, tolerationSeconds: 5}]}}"
                        + "|spec.infra.nodePlacement.tolerations[0].tolerationSeconds",
                "infra: {nodePlacement: {affinity: {podAntiAffinity: "
                        + "{preferredDuringSchedulingIgnoredDuringExecution: [{weight: 101, podAffinityTerm: {topologyKey: a}}]}}}}"
                        + "|spec.infra.nodePlacement.affinity.podAntiAffinity"
                        + ".preferredDuringSchedulingIgnoredDuringExecution[0].weight",
                "workloads: {nodePlacement: {affinity: {podAffinity: "
                        + "{requiredDuringSchedulingIgnoredDuringExecution: [{}]}}}}"
                        + "|spec.workloads.nodePlacement.affinity.podAffinity"
                        + ".requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey",
            })
    void whatCannotBeFollowedIsNamed(String spec, String field) throws JsonProcessingException {
        var reading = read(spec);

        assertThat(reading.violations()).extracting(ConfigViolation::field).containsExactly(field);
        assertThat(reading.settings())
                .as("none of it is followed")
                .isEqualTo(read("{}").settings());
        assertThat(ClusterConfig.from(parse(spec)).violations()).containsAll(reading.violations());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|",
                "{matchExpressions: [{key: a, operator: Near}]}|[0].matchExpressions[0].operator",
                "{matchExpressions: [{key: a, operator: In}]}|[0].matchExpressions[0].values",
                "{matchExpressions: [{key: a, operator: Exists, values: [b]}]}|[0].matchExpressions[0].values",
                "{matchExpressions: [{key: a, operator: Gt, values: [b]}]}|[0].matchExpressions[0].values",
                "{matchFields: [{key: a, operator: Exists}]}|[0].matchFields[0].key",
            })
    void termsOfNodesAreChecked(@Nullable String term, @Nullable String field) throws JsonProcessingException {
        var reading = read(
                "infra: {nodePlacement: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                        + "{nodeSelectorTerms: [" + (term == null ? "" : term) + "]}}}}}");

        assertThat(reading.violations())
                .extracting(ConfigViolation::field)
                .containsExactly(PATH_OF_TERMS + (field == null ? "" : field));
    }

    private static PlacementSettings.Reading read(String spec) throws JsonProcessingException {
        return PlacementSettings.from(parse(spec));
    }

    private static KubeVirtSpec parse(String spec) throws JsonProcessingException {
        return new YAMLMapper().readValue(spec, KubeVirtSpec.class);
    }
}
