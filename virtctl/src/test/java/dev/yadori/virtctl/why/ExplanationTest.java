package dev.yadori.virtctl.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.virtctl.cluster.Tree;
import dev.yadori.virtctl.cluster.Yaml;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One folder a cause: the objects of a namespace, and the sentence. */
class ExplanationTest {

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
        List<Tree> objects = Arrays.stream(
                        Files.readString(folder.resolve("in-objects.yaml")).split("(?m)^---\n"))
                .map(document -> Yaml.parse(document, folder.toString()))
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

    private static Circumstances circumstances(List<Tree> objects) {
        Map<String, Tree> claims = new HashMap<>();
        of("VirtualMachineInstance", objects)
                .flatMap(vmi -> vmi.at("spec", "volumes").items())
                .flatMap(CircumstancesReader::claim)
                .forEach(name -> claims.put(name, new Tree(null)));
        of("PersistentVolumeClaim", objects).forEach(claim -> claims.put(claim.word("metadata", "name"), claim));
        return new Circumstances(
                "web",
                first("VirtualMachine", objects),
                first("VirtualMachineInstance", objects),
                of("Pod", objects).toList(),
                of("Event", objects).toList(),
                claims,
                first("Node", objects));
    }

    private static Tree first(String kind, List<Tree> objects) {
        return of(kind, objects).findFirst().orElse(new Tree(null));
    }

    private static Stream<Tree> of(String kind, List<Tree> objects) {
        return objects.stream().filter(object -> object.is(kind, "kind"));
    }
}
