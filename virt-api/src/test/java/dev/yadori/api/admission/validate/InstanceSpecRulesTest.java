package dev.yadori.api.admission.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.api.admission.Fault;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.config.ClusterConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class InstanceSpecRulesTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        JsonNode good = Yaml.resource("/rules/good.yaml");
        return Yaml.entries("/rules/cases.yaml").stream()
                .map(entry -> DynamicTest.dynamicTest(entry.path("name").asText(), () -> check(good, entry)));
    }

    private static void check(JsonNode good, JsonNode entry) throws IOException {
        JsonNode spec = laid(good, repeated(entry));

        List<Fault> faults = InstanceSpecRules.check(spec, FieldPath.SPEC, config(entry));

        List<String> said = faults.stream().map(Fault::toString).toList();
        if (entry.has("starts")) {
            assertThat(said)
                    .singleElement()
                    .asString()
                    .startsWith(entry.path("starts").asText());
        } else {
            List<String> expected = new ArrayList<>();
            entry.path("says").forEach(text -> expected.add(text.asText()));
            assertThat(said).isEqualTo(expected);
        }
    }

    private static ClusterConfig config(JsonNode entry) {
        ClusterConfig config = ClusterConfig.DEFAULT;
        Set<String> gates = new HashSet<>(config.gates());
        entry.path("gates").forEach(gate -> gates.add(gate.asText()));
        return new ClusterConfig(
                config.guestDefaults(),
                config.podRules(),
                new ClusterConfig.Networking(
                        ClusterConfig.Binding.BRIDGE, entry.path("bridge").asBoolean(true)),
                false,
                gates);
    }

    /** Long texts are not written out in the table. */
    private static JsonNode repeated(JsonNode entry) throws IOException {
        String text = "x".repeat(entry.path("repeat").asInt());
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
        String yaml = YAML.writeValueAsString(entry.path("lay"))
                .replace("REPEATED64", base64)
                .replace("REPEATED", text);
        return YAML.readTree(yaml);
    }

    private static JsonNode laid(JsonNode under, JsonNode over) {
        if (!under.isObject() || !over.isObject()) {
            return over;
        }
        ObjectNode result = under.deepCopy();
        for (Map.Entry<String, JsonNode> entry : over.properties()) {
            if (entry.getValue().isNull()) {
                result.remove(entry.getKey());
            } else {
                result.set(entry.getKey(), laid(result.path(entry.getKey()), entry.getValue()));
            }
        }
        return result;
    }
}
