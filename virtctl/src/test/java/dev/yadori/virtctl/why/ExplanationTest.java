package dev.yadori.virtctl.why;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One folder a cause: the objects of a namespace, and the sentence. */
class ExplanationTest {

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "VirtualMachine", VirtualMachine.class,
            "VirtualMachineInstance", VirtualMachineInstance.class,
            "Pod", Pod.class,
            "Event", Event.class,
            "PersistentVolumeClaim", PersistentVolumeClaim.class,
            "Node", Node.class);

    private final KubernetesSerialization yaml = new KubernetesSerialization(new ObjectMapper(), false);

    static Stream<Path> cases() throws IOException, URISyntaxException {
        URI folder = Objects.requireNonNull(ExplanationTest.class.getResource("/why"))
                .toURI();
        try (var cases = Files.list(Path.of(folder))) {
            return cases.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aCauseIsToldInOneSentence(Path folder) throws IOException {
        List<HasMetadata> objects = Arrays.stream(
                        Files.readString(folder.resolve("in-objects.yaml")).split("(?m)^---\n"))
                .map(this::object)
                .toList();

        assertThat(Explanation.of(circumstances(objects)) + "\n")
                .isEqualTo(Files.readString(folder.resolve("out-sentence.txt")));
    }

    @Test
    void noRuleSpeaksInTwoSentences() throws IOException, URISyntaxException {
        for (Path folder : cases().toList()) {
            assertThat(Files.readString(folder.resolve("out-sentence.txt")))
                    .as(folder.toString())
                    .hasLineCount(1)
                    .matches("(?s)web .*[^.]\\.\n");
        }
    }

    @Test
    void whatOthersSayIsBounded() {
        assertThat(Explanation.quote("word\n".repeat(1000)))
                .hasSizeLessThan(610)
                .doesNotContain("\n");
    }

    private HasMetadata object(String document) {
        String kind = document.lines()
                .filter(line -> line.startsWith("kind: "))
                .findFirst()
                .orElseThrow()
                .substring("kind: ".length());
        return yaml.unmarshal(document, Objects.requireNonNull(KINDS.get(kind), kind));
    }

    private static Circumstances circumstances(List<HasMetadata> objects) {
        Map<String, Optional<PersistentVolumeClaim>> claims = new HashMap<>();
        of(VirtualMachineInstance.class, objects)
                .flatMap(vmi -> Objects.requireNonNull(vmi.getSpec()).volumes().stream())
                .forEach(volume -> volume.claim().ifPresent(name -> claims.put(name, Optional.empty())));
        of(PersistentVolumeClaim.class, objects)
                .forEach(claim -> claims.put(claim.getMetadata().getName(), Optional.of(claim)));
        return new Circumstances(
                "web",
                of(VirtualMachine.class, objects).findFirst(),
                of(VirtualMachineInstance.class, objects).findFirst(),
                of(Pod.class, objects).toList(),
                of(Event.class, objects).toList(),
                claims,
                of(Node.class, objects).findFirst());
    }

    private static <T> Stream<T> of(Class<T> kind, List<HasMetadata> objects) {
        return objects.stream().filter(kind::isInstance).map(kind::cast);
    }
}
