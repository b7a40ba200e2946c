package dev.yadori.controller.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveFieldsTest {

    private static VirtualMachineInstanceSpec spec(String more) {
        return Cases.SERIALIZATION.unmarshal("""
                domain: {memory: {guest: 128Mi}, devices: {}}
                %s
                """.formatted(more), VirtualMachineInstanceSpec.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nodeSelector: {zone: a} | false",
                "affinity: {nodeAffinity: {}} | false",
                "tolerations: [{key: broken, operator: Exists}] | false",
                "evictionStrategy: LiveMigrate | false",
                "hostname: other | true",
                "architecture: arm64 | true",
                "priorityClassName: high | true",
                "terminationGracePeriodSeconds: 5 | true",
                "volumes: [{name: more, emptyDisk: {capacity: 1Gi}}] | true",
                "networks: [{name: more, pod: {}}] | true",
            })
    void fieldIsLiveOrWaitsForARestart(String field, boolean restart) {
        assertThat(LiveFields.needRestart(spec(""), spec(field))).isEqualTo(restart);
        assertThat(LiveFields.needRestart(spec(field), spec(""))).isEqualTo(restart);
        assertThat(LiveFields.behind(spec(""), spec(field)).isEmpty()).isEqualTo(restart);
        assertThat(LiveFields.behind(spec(field), spec(field))).isEmpty();
    }

    @Test
    void whatIsTakenOutOfTheTemplateIsTakenFromTheGuest() {
        assertThat(LiveFields.behind(spec("nodeSelector: {zone: a}"), spec("")))
                .isEqualTo(Map.of("nodeSelector", Map.of()));
    }

    @Test
    void defaultOfTheEvictionStrategyIsLeftAlone() {
        assertThat(LiveFields.behind(spec("evictionStrategy: None"), spec(""))).isEmpty();
    }
}
