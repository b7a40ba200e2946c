package dev.yadori.crds.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrdDriftTest {

    static final String REFRESH = "./mvnw test -pl crds -Dtest=CrdDriftTest -Dcrds.refresh=true";

    @Test
    void committedDefinitionsAreTheOnesOfTheTypes() throws IOException {
        for (Map.Entry<String, ObjectNode> definition : Definitions.generate().entrySet()) {
            Path file = Definitions.folder().resolve(definition.getKey());
            String yaml = Definitions.yaml(definition.getValue());
            if (Boolean.getBoolean("crds.refresh")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, yaml);
            }
            assertThat(file).as("refresh with: " + REFRESH).hasContent(yaml);
        }
    }
}
