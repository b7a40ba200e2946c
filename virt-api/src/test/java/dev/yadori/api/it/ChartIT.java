package dev.yadori.api.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.yadori.testkit.KubeApiServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Helm chart and the manifests are the same thing. Helm is not needed for it: the templates use two forms only. */
@ExtendWith(KubeApiServerExtension.class)
class ChartIT {

    private static final Pattern VALUE = Pattern.compile("\\{\\{ \\.([A-Za-z.]+) }}");
    private static final Pattern TREE = Pattern.compile("\\{\\{- toYaml \\.([A-Za-z.]+) \\| nindent 8 }}");

    @Test
    void withItsOwnValuesTheChartIsTheManifests() throws Exception {
        var chart = Path.of(Rendered.by("etc/chart").strip());
        var values = Manifests.YAML.readTree(Files.readString(chart.resolve("values.yaml")));

        var rendered = objects(render(Files.readString(chart.resolve("templates/yadori.yaml")), values));

        var definitions = objects(Files.readString(chart.resolve("crds/definitions.yaml")));
        assertThat(Stream.concat(definitions.stream(), rendered.stream()).toList())
                .containsExactlyInAnyOrderElementsOf(objects(Rendered.by("etc/render")).stream()
                        .filter(object -> !object.path("kind").asText().equals("Namespace"))
                        .toList());
    }

    @Test
    void everyValueIsUsed() throws Exception {
        var chart = Path.of(Rendered.by("etc/chart").strip());
        var template = Files.readString(chart.resolve("templates/yadori.yaml"));
        var values = Manifests.YAML.readTree(Files.readString(chart.resolve("values.yaml")));

        for (var group : values.properties()) {
            assertThat(group.getValue().properties())
                    .extracting(Map.Entry::getKey)
                    .allSatisfy(name -> assertThat(template).contains(".Values." + group.getKey() + "." + name));
        }
    }

    private static String render(String template, JsonNode values) {
        var trees = TREE.matcher(template)
                .replaceAll(found ->
                        Matcher.quoteReplacement(value(found.group(1), values).toString()));
        var rendered = VALUE.matcher(trees)
                .replaceAll(found ->
                        Matcher.quoteReplacement(value(found.group(1), values).asText()));
        assertThat(rendered).doesNotContain("{{");
        return rendered;
    }

    private static JsonNode value(String path, JsonNode values) {
        if (path.equals("Release.Namespace")) {
            return TextNode.valueOf("yadori");
        }
        assertThat(path).startsWith("Values.");
        var value = values.at("/" + path.substring("Values.".length()).replace('.', '/'));
        assertThat(value.isMissingNode()).as(path).isFalse();
        return value;
    }

    /** An empty selector is none. */
    private static List<JsonNode> objects(String yaml) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> documents = Manifests.YAML
                .readerFor(JsonNode.class)
                .readValues(Manifests.YAML.getFactory().createParser(yaml))) {
            documents.forEachRemaining(objects::add);
        }
        objects.stream()
                .map(object -> object.at("/spec/template/spec"))
                .filter(spec -> spec.path("nodeSelector").isObject()
                        && spec.path("nodeSelector").isEmpty())
                .forEach(spec -> ((ObjectNode) spec).remove("nodeSelector"));
        return objects;
    }
}
