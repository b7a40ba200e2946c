package dev.yadori.service.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.KubeVirtSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigInForceTest {

    private final ConfigInForce config = new ConfigInForce();

    @Test
    void theDefaultsHoldUntilThereIsAnObject() {
        assertThat(config.get()).isEqualTo(ClusterConfig.DEFAULT);
    }

    @Test
    void anObjectIsTakenOverAndItsEndGivesTheDefaultsAgain() throws IOException {
        config.observe(List.of(object("kubevirt", "2026-01-02T00:00:00Z", "Haswell")));
        assertThat(config.get().guestDefaults().cpuModel()).isEqualTo("Haswell");

        config.observe(List.of());
        assertThat(config.get()).isEqualTo(ClusterConfig.DEFAULT);
    }

    @Test
    void theOldestOfSeveralCounts() throws IOException {
        config.observe(List.of(
                object("a", "2026-01-03T00:00:00Z", "A"),
                object("c", "2026-01-02T00:00:00Z", "C"),
                object("b", "2026-01-02T00:00:00Z", "B")));

        assertThat(config.get().guestDefaults().cpuModel()).isEqualTo("B");
    }

    @Test
    void aBadSettingLeavesTheOthers() throws IOException {
        KubeVirtSpec spec =
                new YAMLMapper().readValue("configuration: {cpuRequest: much, cpuModel: Haswell}", KubeVirtSpec.class);
        config.observe(
                List.of(new KubeVirt(new ObjectMetaBuilder().withName("a").build(), spec)));

        assertThat(config.get().guestDefaults().cpuModel()).isEqualTo("Haswell");
        assertThat(config.get().podRules().cpuRequestMillis()).isEqualTo(100);
    }

    private static KubeVirt object(String name, String created, String cpuModel) throws IOException {
        KubeVirtSpec spec =
                new YAMLMapper().readValue("configuration: {cpuModel: " + cpuModel + "}", KubeVirtSpec.class);
        return new KubeVirt(
                new ObjectMetaBuilder()
                        .withName(name)
                        .withCreationTimestamp(created)
                        .build(),
                spec);
    }
}
