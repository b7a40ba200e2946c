package dev.yadori.crds.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.yadori.crds.migrations.MigrationPolicy;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "KubeVirt", KubeVirt.class,
            "MigrationPolicy", MigrationPolicy.class,
            "VirtualMachine", VirtualMachine.class,
            "VirtualMachineInstance", VirtualMachineInstance.class,
            "VirtualMachineInstanceMigration", VirtualMachineInstanceMigration.class);

    /** Strict, so that a field of a manifest that no type has is an error here. */
    private final ObjectMapper strict = new YAMLMapper().registerModule(new JavaTimeModule());

    @ParameterizedTest
    @ValueSource(strings = {"vm-masquerade", "vm-claim", "vmi-full", "migration", "policy", "kubevirt"})
    void nothingOfAManifestIsLost(String name) throws IOException {
        JsonNode written = manifest(name);
        Class<? extends HasMetadata> kind =
                Objects.requireNonNull(KINDS.get(written.get("kind").asText()));

        HasMetadata object = strict.treeToValue(written, kind);
        JsonNode again = strict.readTree(strict.writeValueAsString(object));

        assertThat(again).isEqualTo(written);
        assertThat(strict.treeToValue(again, kind)).isEqualTo(object).hasSameHashCodeAs(object);
    }

    @Test
    void theClientsOwnSerializationLosesNothing() throws IOException {
        KubernetesSerialization serialization = new KubernetesSerialization();
        serialization.registerKubernetesResource(VirtualMachineInstance.class);
        JsonNode written = manifest("vmi-full");

        VirtualMachineInstance object = serialization.convertValue(written, VirtualMachineInstance.class);

        assertThat(strict.readTree(serialization.asJson(object))).isEqualTo(written);
        assertThat(serialization.clone(object)).isEqualTo(object);
    }

    @Test
    void unknownWordOfAPhaseIsReadAsUnrecognized() throws IOException {
        VirtualMachineInstanceStatus status = strict.readValue("phase: Dreaming", VirtualMachineInstanceStatus.class);

        assertThat(status.phase()).isEqualTo(VirtualMachineInstancePhase.UNRECOGNIZED);
    }

    @Test
    void unknownFieldOfStatusIsToleratedByATolerantMapper() throws IOException {
        ObjectMapper tolerant = strict.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

        VirtualMachineInstanceStatus status =
                tolerant.readValue("{phase: Running, mood: calm}", VirtualMachineInstanceStatus.class);

        assertThat(status.phase()).isEqualTo(VirtualMachineInstancePhase.RUNNING);
    }

    @Test
    void absentListsAndMapsAreEmpty() throws IOException {
        VirtualMachineInstanceStatus status = strict.readValue("{}", VirtualMachineInstanceStatus.class);

        assertThat(status.conditions()).isEqualTo(List.of());
        assertThat(status.activePods()).isEqualTo(Map.of());
        assertThat(strict.writeValueAsString(status)).isEqualTo("--- {}\n");
    }

    @Test
    void cloudInitDataIsNotInTheTextOfASpec() throws IOException {
        VirtualMachine machine = strict.treeToValue(manifest("vm-masquerade"), VirtualMachine.class);

        assertThat(String.valueOf(machine.getSpec())).contains("seed").doesNotContain("password");
    }

    private JsonNode manifest(String name) throws IOException {
        try (InputStream stream = RoundTripTest.class.getResourceAsStream("/manifests/" + name + ".yaml")) {
            return strict.readTree(Objects.requireNonNull(stream, name));
        }
    }
}
