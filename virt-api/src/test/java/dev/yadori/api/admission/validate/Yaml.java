package dev.yadori.api.admission.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Tables of tests, in YAML. */
final class Yaml {

    private static final YAMLMapper MAPPER = new YAMLMapper();

    private Yaml() {}

    static JsonNode resource(String name) throws IOException {
        try (InputStream stream = Yaml.class.getResourceAsStream(name)) {
            return MAPPER.readTree(Objects.requireNonNull(stream, name));
        }
    }

    static List<JsonNode> entries(String name) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        resource(name).forEach(entries::add);
        return entries;
    }
}
