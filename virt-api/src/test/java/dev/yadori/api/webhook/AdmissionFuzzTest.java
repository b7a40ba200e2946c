package dev.yadori.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.api.admission.Fault;
import dev.yadori.crds.config.ClusterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Objects that are broken somewhere get an answer, never an error of ours. The same ones each time. */
class AdmissionFuzzTest {

    private static final int ROUNDS = Integer.getInteger("yadori.fuzz.objects", 2_000);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<JsonNode> POISON = List.of(
            NODES.nullNode(),
            NODES.objectNode(),
            NODES.arrayNode(),
            NODES.arrayNode().addNull().add(1).add("x"),
            NODES.textNode(""),
            NODES.textNode("x"),
            NODES.textNode("1Gi"),
            NODES.textNode("-5.5e30Ei"),
            NODES.textNode("\u0000/../"),
            NODES.numberNode(-1),
            NODES.numberNode(0),
            NODES.numberNode(Long.MAX_VALUE),
            NODES.numberNode(1.5),
            NODES.booleanNode(true));

    private final Random random = new Random(4);
    private final Map<String, Admission> rules =
            Webhooks.of("yadori", () -> ClusterConfig.DEFAULT, List::of, Homes.NONE);

    @Test
    void aBrokenObjectGetsAnAnswer() throws IOException {
        List<ObjectNode> seeds = seeds();
        for (int round = 0; round < ROUNDS; round++) {
            ObjectNode object = seeds.get(round % seeds.size()).deepCopy();
            for (int breaks = random.nextInt(3); breaks >= 0; breaks--) {
                damage(object);
            }
            rules.forEach((path, rule) -> judge(path, rule, object));
        }
    }

    private void judge(String path, Admission rule, ObjectNode object) {
        AdmissionRequest request = new AdmissionRequest(
                "u",
                AdmissionRequest.Operation.CREATE,
                "default",
                "web",
                "somebody",
                false,
                Optional.of(object),
                Optional.empty());
        try {
            AdmissionAnswer answer = rule.review(request);
            assertThat(ReviewCodec.encode("u", answer)).isNotEmpty();
            if (answer instanceof AdmissionAnswer.Denied(List<Fault> faults)) {
                assertThat(faults)
                        .isNotEmpty()
                        .allMatch(fault -> fault.field().text().matches("(spec|metadata)\\b.*")
                                && !fault.message().isBlank());
            }
        } catch (RuntimeException e) {
            throw new AssertionError(path + " of " + object, e);
        }
    }

    /** Breaks one place: puts poison there, takes it away, or has it twice. */
    private void damage(ObjectNode object) {
        List<ContainerNode<?>> places = new ArrayList<>();
        collect(object, places);
        ContainerNode<?> place = places.get(random.nextInt(places.size()));
        JsonNode poison = POISON.get(random.nextInt(POISON.size()));
        switch (place) {
            case ObjectNode in
            when !in.isEmpty() -> {
                List<String> names = new ArrayList<>();
                in.fieldNames().forEachRemaining(names::add);
                String name = names.get(random.nextInt(names.size()));
                if (random.nextInt(4) == 0) {
                    in.remove(name);
                } else {
                    in.set(name, poison.deepCopy());
                }
            }
            case ArrayNode in
            when !in.isEmpty() -> {
                int index = random.nextInt(in.size());
                if (random.nextBoolean()) {
                    in.add(in.get(index).deepCopy());
                } else {
                    in.set(index, poison.deepCopy());
                }
            }
            default -> {}
        }
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> places) {
        if (node instanceof ContainerNode<?> container) {
            places.add(container);
            node.forEach(child -> collect(child, places));
        }
    }

    private static List<ObjectNode> seeds() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        List<ObjectNode> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("../crds/src/test/resources/manifests"))) {
            for (Path file : files.sorted().toList()) {
                seeds.add((ObjectNode) yaml.readTree(file.toFile()));
            }
        }
        ObjectNode good = yaml.createObjectNode();
        good.putObject("metadata").put("name", "web");
        good.set(
                "spec",
                yaml.readTree(Path.of("src/test/resources/rules/good.yaml").toFile()));
        seeds.add(good);
        return seeds;
    }
}
