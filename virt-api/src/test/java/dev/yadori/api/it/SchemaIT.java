package dev.yadori.api.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the definitions alone refuse, asked of a real API server. Nothing is stored but what an update needs. */
@ExtendWith(KubeApiServerExtension.class)
class SchemaIT {

    private static final String REFUSED = "/schema/refused.yaml";

    private final KubernetesClient client;

    SchemaIT(KubeApiServer server) {
        this.client = server.client();
    }

    @TestFactory
    Stream<DynamicTest> whatABadSpecIsTold() throws IOException {
        return Manifests.entries(REFUSED).stream()
                .map(entry -> DynamicTest.dynamicTest(said(entry), () -> refused(entry)));
    }

    private void refused(JsonNode entry) {
        if (entry.has("then")) {
            GenericKubernetesResource first = resource(entry, "spec");
            client.resource(first).create();
            GenericKubernetesResource second = resource(entry, "then");
            assertThatThrownBy(() -> client.resource(second).patch()).hasMessageContaining(said(entry));
            client.resource(first).delete();
            return;
        }
        assertThatThrownBy(() -> client.resource(resource(entry, "spec"))
                        .dryRun()
                        .fieldValidation(FieldValidateable.Validation.STRICT)
                        .create())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        error -> assertThat(error.getCode()).isIn(400, 422))
                .hasMessageContaining(said(entry));
    }

    @TestFactory
    Stream<DynamicTest> whatAGoodSpecMayHold() throws IOException {
        return Manifests.entries("/schema/accepted.yaml").stream()
                .map(entry -> DynamicTest.dynamicTest(entry.path("spec").toString(), () -> {
                    GenericKubernetesResource stored = client.resource(resource(entry, "spec"))
                            .dryRun()
                            .fieldValidation(FieldValidateable.Validation.STRICT)
                            .create();

                    assertThat(Manifests.YAML
                                    .valueToTree(stored.getAdditionalProperties())
                                    .path("spec"))
                            .isEqualTo(entry.path("spec"));
                }));
    }

    @Test
    void noRuleIsWithoutACase() throws IOException {
        Set<String> tested = Manifests.entries(REFUSED).stream()
                .map(entry -> entry.path("rule").asText())
                .filter(rule -> !rule.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rules()).isEqualTo(tested);
    }

    private static String said(JsonNode entry) {
        return entry.has("rule")
                ? entry.path("rule").asText()
                : entry.path("says").asText();
    }

    private static GenericKubernetesResource resource(JsonNode entry, String spec) {
        String version = entry.path("version").asText("v1");
        return Manifests.of(version, entry.path("kind").asText(), "schema", entry.path(spec));
    }

    private static Set<String> rules() throws IOException {
        Set<String> rules = new TreeSet<>();
        try (Stream<Path> files = Files.list(KubeApiServer.file("manifests/crds"))) {
            for (Path file : files.filter(path -> path.toString().endsWith("kubevirt.io.yaml"))
                    .toList()) {
                Manifests.YAML
                        .readTree(file.toFile())
                        .findValues("x-kubernetes-validations")
                        .forEach(list -> list.forEach(
                                rule -> rules.add(rule.path("message").asText())));
            }
        }
        return rules;
    }
}
