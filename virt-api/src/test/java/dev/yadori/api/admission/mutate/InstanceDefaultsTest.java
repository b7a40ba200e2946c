package dev.yadori.api.admission.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.api.admission.Fault;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.api.admission.validate.InstanceSpecRules;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirtSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceDefaultsTest {

    private static final Path CASES = Path.of("src/test/resources/defaults");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    @TestFactory
    Stream<DynamicTest> eachCaseGivesItsSpec() throws IOException {
        return cases().map(folder ->
                DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    ObjectNode given =
                            (ObjectNode) YAML.readTree(folder.resolve("in.yaml").toFile());
                    ObjectNode before = given.deepCopy();

                    ObjectNode filled = InstanceDefaults.apply(given, config(folder));

                    Path out = folder.resolve("out.yaml");
                    if (Boolean.getBoolean("yadori.golden.write")) {
                        Files.writeString(out, YAML.writeValueAsString(filled));
                    }
                    assertThat(YAML.writeValueAsString(filled)).isEqualTo(Files.readString(out));
                    assertThat(given).isEqualTo(before);
                }));
    }

    @TestFactory
    Stream<DynamicTest> aSecondTimeChangesNothing() throws IOException {
        return cases().map(folder ->
                DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    ObjectNode given =
                            (ObjectNode) YAML.readTree(folder.resolve("in.yaml").toFile());
                    ObjectNode once = InstanceDefaults.apply(given, config(folder));

                    ObjectNode twice = InstanceDefaults.apply(once, config(folder));

                    assertThat(twice).isEqualTo(once);
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatIsDefaultedKeepsTheRules() throws IOException {
        return cases().filter(folder -> !folder.endsWith("wrong-types"))
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    ObjectNode given =
                            (ObjectNode) YAML.readTree(folder.resolve("in.yaml").toFile());

                    JsonNode filled = InstanceDefaults.apply(given, config(folder));

                    List<Fault> faults = InstanceSpecRules.check(filled, FieldPath.SPEC, config(folder));
                    assertThat(faults).isEmpty();
                }));
    }

    @Test
    void aBridgeThatTheClusterForbidsIsNamed() throws IOException {
        ClusterConfig config = ClusterConfig.from(YAML.readValue(
                        "configuration: {network: {permitBridgeInterfaceOnPodNetwork: false}}", KubeVirtSpec.class))
                .config();

        JsonNode filled = InstanceDefaults.apply((ObjectNode) YAML.readTree("domain: {memory: {guest: 1Gi}}"), config);

        assertThat(InstanceSpecRules.check(filled, FieldPath.SPEC, config))
                .extracting(Fault::toString)
                .containsExactly("spec.domain.devices.interfaces[0].bridge: is not allowed on the pod network in this"
                        + " cluster; use masquerade");
    }

    @ParameterizedTest
    @CsvSource({
        "disk, Always",
        "example/disk:latest, Always",
        "example/disk:1, IfNotPresent",
        "registry.example:5000/disk, Always",
        "registry.example:5000/disk:1, IfNotPresent",
        "example/disk@sha256:aa, IfNotPresent"
    })
    void imagesThatCanChangeArePulledAlways(String image, String policy) {
        assertThat(ImageDefaults.policy(image)).isEqualTo(policy);
    }

    private static Stream<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().toList().stream();
        }
    }

    private static ClusterConfig config(Path folder) throws IOException {
        Path kubevirt = folder.resolve("kubevirt.yaml");
        return Files.exists(kubevirt)
                ? ClusterConfig.from(YAML.readValue(kubevirt.toFile(), KubeVirtSpec.class))
                        .config()
                : ClusterConfig.DEFAULT;
    }
}
