package dev.yadori.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.api.admission.SpecReader;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.KubeVirtSpec;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A folder a path of the server, and in it a folder a case: the request of a review, and the response. */
class ReviewsTest {

    private static final Path CASES = Path.of("src/test/resources/reviews");
    private static final UUID IDENTITY = UUID.fromString("11111111-2222-4333-8444-555555555555");
    private static final Homes HOMES = new Homes(() -> Set.of("node1"), () -> List.of(node("node1"), node("node2")));
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    private final Map<String, Admission> rules = rules();

    @TestFactory
    Stream<DynamicTest> eachRequestGetsItsResponse() throws IOException {
        return cases().map(folder ->
                DynamicTest.dynamicTest(CASES.relativize(folder).toString(), () -> {
                    ObjectNode request = (ObjectNode)
                            YAML.readTree(folder.resolve("request.yaml").toFile());

                    JsonNode response =
                            respond(CASES.relativize(folder).getName(0).toString(), request);

                    Path file = folder.resolve("response.yaml");
                    if (Boolean.getBoolean("yadori.golden.write")) {
                        Files.writeString(file, YAML.writeValueAsString(response));
                    }
                    assertThat(YAML.writeValueAsString(response)).isEqualTo(Files.readString(file));
                }));
    }

    @Test
    void eachPathHasCases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            assertThat(rules.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            folders.map(folder -> "/" + folder.getFileName()).toList());
        }
    }

    /** As the API server would see it, with the patch made readable. */
    private JsonNode respond(String path, ObjectNode request) throws Exception {
        ObjectNode review = YAML.createObjectNode();
        review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        review.set("request", request.put("uid", "the-uid"));
        AdmissionRequest read = ReviewCodec.decode(json(review));
        Admission rule = Objects.requireNonNull(rules.get("/" + path), path);

        JsonNode answer = YAML.readTree(ReviewCodec.encode(read.uid(), rule.review(read)));

        assertThat(answer.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
        assertThat(answer.path("response").path("uid").asText()).isEqualTo("the-uid");
        ObjectNode response = (ObjectNode) answer.path("response");
        response.remove("uid");
        if (response.has("patch")) {
            response.set("patch", YAML.readTree(response.path("patch").binaryValue()));
        }
        return response;
    }

    private static byte[] json(JsonNode tree) throws IOException {
        return SpecReader.JSON.writeValueAsBytes(tree);
    }

    private static Map<String, Admission> rules() {
        KubeVirt there = new KubeVirt(
                new ObjectMetaBuilder()
                        .withNamespace("yadori")
                        .withName("kubevirt")
                        .build(),
                KubeVirtSpec.empty());
        Map<String, Admission> rules = Webhooks.of("yadori", () -> ClusterConfig.DEFAULT, () -> List.of(there), HOMES);
        rules.put("/virtualmachineinstances-mutate", new InstanceMutation(() -> ClusterConfig.DEFAULT, () -> IDENTITY));
        return rules;
    }

    private static Node node(String name) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .endMetadata()
                .build();
    }

    private static Stream<Path> cases() throws IOException {
        try (Stream<Path> files = Files.walk(CASES)) {
            return files.filter(file -> file.endsWith("request.yaml")).map(Path::getParent).sorted().toList().stream();
        }
    }
}
