package dev.yadori.crds.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.crds.config.MigrationRules.Method;
import dev.yadori.crds.v1.KubeVirtSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationReadingTest {

    @Test
    void whatIsNotSaidIsDefaulted() throws JsonProcessingException {
        var resolution = read("configuration: {migrations: {maxDowntimeMs: 200}}");

        assertThat(resolution.violations()).isEmpty();
        MigrationRules rules = resolution.config().migrations();
        assertThat(rules.outboundPerNode()).isEqualTo(2);
        assertThat(rules.perCluster()).isEqualTo(5);
        assertThat(rules.drainTaint()).isEqualTo("kubevirt.io/drain");
        assertThat(rules.terms().maxDowntimeMs()).isEqualTo(200);
        assertThat(rules.terms().progressTimeout()).isEqualTo(150);
    }

    @Test
    void whoAllowsPostCopyAllowsDisruption() throws JsonProcessingException {
        var terms = read("configuration: {migrations: {allowPostCopy: true}}")
                .config()
                .migrations()
                .terms();

        assertThat(terms.allowWorkloadDisruption()).isTrue();
    }

    @Test
    void workloadUpdatesAreRead() throws JsonProcessingException {
        var updates = read("workloadUpdateStrategy: {workloadUpdateMethods: [LiveMigrate, Evict], batchEvictionSize:"
                        + " 3, batchEvictionInterval: 2m5s}")
                .config()
                .migrations()
                .workloadUpdates();

        assertThat(updates.methods()).isEqualTo(List.of(Method.LIVE_MIGRATE, Method.EVICT));
        assertThat(updates.batchSize()).isEqualTo(3);
        assertThat(updates.interval()).isEqualTo(Duration.ofSeconds(125));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "configuration: {migrations: {parallelMigrationsPerCluster: 0}}"
                        + "|spec.configuration.migrations.parallelMigrationsPerCluster",
                "workloadUpdateStrategy: {workloadUpdateMethods: [Restart]}"
                        + "|spec.workloadUpdateStrategy.workloadUpdateMethods[0]",
                "workloadUpdateStrategy: {batchEvictionInterval: soon}"
                        + "|spec.workloadUpdateStrategy.batchEvictionInterval"
            })
    void whatCannotBeFollowedIsNamedAndDefaulted(String spec, String field) throws JsonProcessingException {
        var resolution = read(spec);

        assertThat(resolution.violations()).extracting(ConfigViolation::field).containsExactly(field);
        assertThat(resolution.config().migrations().perCluster()).isEqualTo(5);
        assertThat(resolution.config().migrations().workloadUpdates())
                .isEqualTo(MigrationRules.DEFAULT.workloadUpdates());
    }

    private static ClusterConfig.Resolution read(String spec) throws JsonProcessingException {
        return ClusterConfig.from(new YAMLMapper().readValue(spec, KubeVirtSpec.class));
    }
}
